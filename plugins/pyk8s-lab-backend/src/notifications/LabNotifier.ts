import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { DateTime, Duration } from 'luxon';
import type { LabRecord } from '../database';

const TOPIC = 'pyk8s-lab';

/**
 * Tells the owners of labs what they should know though they do not look. It never
 * throws: a portal without notifications has labs all the same.
 */
export class LabNotifier {
  readonly #notifications: Pick<NotificationService, 'send'>;
  readonly #logger: LoggerService;

  static create(options: {
    notifications: Pick<NotificationService, 'send'>;
    logger: LoggerService;
  }): LabNotifier {
    return new LabNotifier(options);
  }

  private constructor(options: {
    notifications: Pick<NotificationService, 'send'>;
    logger: LoggerService;
  }) {
    this.#notifications = options.notifications;
    this.#logger = options.logger;
  }

  /**
   * That a lab's end is near. The link opens the lab's page with the question
   * whether to extend it.
   */
  async expiring(lab: LabRecord, now: Date): Promise<void> {
    await this.#send(lab, {
      title: `The lab ${lab.name} ends in ${inWords(now, lab.expiresAt)}`,
      description:
        'It is deleted then, with everything in it. Open it to extend it.',
      link: `/labs/${lab.id}?extend`,
      severity: 'high',
      scope: `${TOPIC}-${lab.id}-expiring`,
    });
  }

  /** That a lab is paused because nobody used it. */
  async idle(lab: LabRecord): Promise<void> {
    await this.#send(lab, {
      title: `The lab ${lab.name} is paused`,
      description: lab.statusMessage,
      link: `/labs/${lab.id}`,
      severity: 'normal',
      scope: `${TOPIC}-${lab.id}-idle`,
    });
  }

  async #send(
    lab: LabRecord,
    payload: {
      title: string;
      description: string;
      link: string;
      severity: 'normal' | 'high';
      /** A later notification of the same scope takes the place of this one. */
      scope: string;
    },
  ): Promise<void> {
    try {
      await this.#notifications.send({
        recipients: { type: 'entity', entityRef: lab.ownerRef },
        payload: { ...payload, topic: TOPIC },
      });
    } catch (error) {
      this.#logger.warn(
        `The notification "${payload.title}" could not be sent`,
        error as Error,
      );
    }
  }
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
