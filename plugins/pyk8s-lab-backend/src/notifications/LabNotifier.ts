import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { parseEntityRef } from '@backstage/catalog-model';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { DateTime, Duration } from 'luxon';
import type { NotificationSettings } from '../config/LabSettings';
import type { LabRecord } from '../database';

const TOPIC = 'pyk8s-lab';
/** The length limit of a provider's message in a notification. */
const MAX_REASON = 300;

/** A notification of one lab. */
interface Message {
  readonly title: string;
  readonly description: string;
  readonly link: string;
  readonly severity: 'normal' | 'high';
  /** A later notification of the same scope takes the place of this one. */
  readonly scope: string;
}

/**
 * Tells the owners of labs what they should know though they do not look. It never
 * throws: a portal without notifications has labs all the same.
 */
export class LabNotifier {
  readonly #notifications: Pick<NotificationService, 'send'>;
  readonly #settings: NotificationSettings;
  readonly #logger: LoggerService;

  constructor(options: {
    notifications: Pick<NotificationService, 'send'>;
    settings: NotificationSettings;
    logger: LoggerService;
  }) {
    this.#notifications = options.notifications;
    this.#settings = options.settings;
    this.#logger = options.logger;
  }

  /** That a lab can be used. */
  async ready(lab: LabRecord): Promise<void> {
    const version = lab.serverVersion
      ? `It runs Kubernetes ${lab.serverVersion}`
      : 'It runs';
    await this.#send('ready', lab, {
      title: `The lab ${lab.name} is ready`,
      description: `${version} for ${formatDuration(lab.ttlSeconds)}.${
        lab.simulated ? ' It is simulated: not backed by a real cluster.' : ''
      }`,
      link: `/labs/${lab.id}`,
      severity: 'normal',
      scope: `${TOPIC}-${lab.id}-made`,
    });
  }

  /** That a lab is in ERROR, with the provider's message. */
  async failed(lab: LabRecord): Promise<void> {
    await this.#send('failed', lab, {
      title: `The lab ${lab.name} failed`,
      description: shortened(lab.statusMessage),
      link: `/labs/${lab.id}`,
      severity: 'high',
      scope: `${TOPIC}-${lab.id}-made`,
    });
  }

  /**
   * That a lab's end is near. The link opens the lab's page with the question
   * whether to extend it.
   */
  async expiring(lab: LabRecord, now: Date): Promise<void> {
    await this.#send('endsSoon', lab, {
      title: `The lab ${lab.name} ends in ${inWords(now, lab.expiresAt)}`,
      description:
        'It is deleted then, with everything in it. Open it to extend it.',
      link: `/labs/${lab.id}?extend`,
      severity: 'high',
      scope: `${TOPIC}-${lab.id}-expiring`,
    });
  }

  /** That a lab is deleted because its time was over. */
  async ended(lab: LabRecord): Promise<void> {
    await this.#send('ended', lab, {
      title: `The lab ${lab.name} has ended`,
      description: 'It has expired, and is deleted with everything in it.',
      link: `/labs/${lab.id}`,
      severity: 'normal',
      // It can no longer be extended.
      scope: `${TOPIC}-${lab.id}-expiring`,
    });
  }

  /** That a lab is paused because it was idle. */
  async idle(lab: LabRecord): Promise<void> {
    await this.#send('idle', lab, {
      title: `The lab ${lab.name} is paused`,
      description: lab.statusMessage,
      link: `/labs/${lab.id}`,
      severity: 'normal',
      scope: `${TOPIC}-${lab.id}-idle`,
    });
  }

  /**
   * That a lab is somebody's now, or a group's.
   * @param actorRef - who gave it, and need not be told
   */
  async handedOver(
    lab: LabRecord,
    from: { ownerRef: string; actorRef: string | undefined },
  ): Promise<void> {
    const { kind, name } = parseEntityRef(lab.ownerRef);
    const { actorRef, ownerRef } = from;
    await this.#send(
      'handedOver',
      lab,
      {
        title: `The lab ${lab.name} was transferred to ${
          kind.toLowerCase() === 'user' ? 'you' : name
        }`,
        description: `Previous owner: ${ownerRef}${
          actorRef && actorRef !== ownerRef
            ? `; transferred by ${actorRef}`
            : ''
        }.`,
        link: `/labs/${lab.id}`,
        severity: 'normal',
        scope: `${TOPIC}-${lab.id}-owner`,
      },
      actorRef,
    );
  }

  async #send(
    kind: keyof NotificationSettings,
    lab: LabRecord,
    message: Message,
    except?: string,
  ): Promise<void> {
    if (!this.#settings[kind] || except === lab.ownerRef) {
      return;
    }
    try {
      await this.#notifications.send({
        recipients: {
          type: 'entity',
          entityRef: lab.ownerRef,
          ...(except && { excludeEntityRef: except }),
        },
        payload: { ...message, topic: TOPIC },
      });
    } catch (error) {
      this.#logger.warn(
        `The notification "${message.title}" could not be sent`,
        error as Error,
      );
    }
  }
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_REASON ? `${line.slice(0, MAX_REASON)}…` : line;
}

/** In whole minutes: it is read some time after it was written. */
function inWords(from: Date, to: Date): string {
  const minutes = Math.round(
    DateTime.fromJSDate(to).diff(DateTime.fromJSDate(from)).as('minutes'),
  );
  return minutes < 1
    ? 'less than a minute'
    : Duration.fromObject({ hours: 0, minutes })
        .normalize()
        .removeZeros()
        .toHuman();
}
