import {
  coreServices,
  createServiceFactory,
  type BackendFeature,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { auditorServiceFactory } from '@backstage/backend-defaults/auditor';
import { loggerServiceFactory } from '@backstage/backend-defaults/logger';
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { notificationService } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import { inspect } from 'node:util';

/** Where something came out of the plugin. */
export type Channel =
  | 'log'
  | 'audit'
  | 'metric'
  | 'notification'
  | 'event bus'
  | 'answer'
  | 'URL'
  | 'frame'
  | 'database';

/**
 * Collects all that comes out of the plugin, at the most talkative log level and
 * without the redaction of a portal's own logger, and looks for secrets in it.
 */
export class SecretSink {
  readonly #texts: { channel: Channel; text: string }[] = [];

  add(channel: Channel, ...what: unknown[]): void {
    this.#texts.push({
      channel,
      text: what
        .map(item =>
          typeof item === 'string'
            ? item
            : // Errors with their stacks, causes and whatever else they carry.
              inspect(item, {
                depth: 10,
                maxStringLength: Infinity,
                maxArrayLength: Infinity,
                breakLength: Infinity,
              }),
        )
        .join(' '),
    });
  }

  /** How much came out of each channel, so that silence is noticed. */
  count(channel: Channel): number {
    return this.#texts.filter(text => text.channel === channel).length;
  }

  textOf(channel: Channel): string {
    return this.#texts
      .filter(text => text.channel === channel)
      .map(({ text }) => text)
      .join('\n');
  }

  /**
   * Where a secret came out, plain, in base64 or as part of a URL.
   * @returns the channel and what stood around it, for each time
   */
  findings(secret: string): string[] {
    return this.#texts.flatMap(({ channel, text }) =>
      formsOf(secret).flatMap(form => {
        const at = text.indexOf(form);
        return at < 0
          ? []
          : [`${channel}: ${text.slice(Math.max(0, at - 200), at + 80)}`];
      }),
    );
  }

  /** Adds every row of every table. */
  async addDatabase(knex: Knex): Promise<void> {
    const tables: { name: string }[] = await knex('sqlite_master')
      .where({ type: 'table' })
      .select('name');
    for (const { name } of tables) {
      for (const row of await knex(name)) {
        this.add('database', name, row);
      }
    }
  }

  /** Services that tell the sink what the plugin tells them. */
  features(): BackendFeature[] {
    return [
      this.#rootLogger(),
      loggerServiceFactory,
      auditorServiceFactory,
      this.#metrics(),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({
          send: async options => this.add('notification', options),
        }),
      }),
      mockServices.events.mock({
        publish: async params => this.add('event bus', params),
        subscribe: async () => undefined,
      }).factory,
    ];
  }

  #rootLogger() {
    const loggerWith = (labels: object): LoggerService => {
      const write =
        (level: string) => (message: string, meta?: Error | object) => {
          const audit =
            'isAuditEvent' in labels ||
            (meta !== undefined && 'isAuditEvent' in meta);
          this.add(audit ? 'audit' : 'log', level, message, labels, meta);
        };
      return {
        error: write('error'),
        warn: write('warn'),
        info: write('info'),
        debug: write('debug'),
        child: more => loggerWith({ ...labels, ...more }),
      };
    };
    return createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => loggerWith({}),
    });
  }

  #metrics() {
    const write = (name: string) => (value: number, attributes?: object) =>
      this.add('metric', name, value, attributes);
    return metricsServiceMock.mock({
      createHistogram: (name: string) => ({ record: write(name) }),
      createCounter: (name: string) => ({ add: write(name) }),
      createObservableGauge: (name: string) => ({
        addCallback: callback => {
          void callback({ observe: write(name) });
        },
        removeCallback: () => undefined,
      }),
    }).factory;
  }
}

/** A secret as it is, and as it looks inside of something in base64 or of a URL. */
function formsOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].map(offset => {
    const text = Buffer.from(' '.repeat(offset) + secret).toString('base64');
    // What the neighbours of the secret change is left out.
    return text.slice(offset === 0 ? 0 : 4, -4);
  });
  return [...new Set([secret, encodeURIComponent(secret), ...inBase64])];
}
