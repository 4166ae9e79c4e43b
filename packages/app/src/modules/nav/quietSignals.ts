import type { SignalApi } from '@backstage/plugin-signals-react';

/**
 * Signals that announce no notification of which the page tells by itself: it is
 * counted as unread, but not shown.
 *
 * @param isTold - whether the page tells of the notification with an id
 */
export function quietSignals(
  signals: SignalApi,
  isTold: (id: string) => Promise<boolean>,
): SignalApi {
  return {
    subscribe: (channel, onMessage) =>
      signals.subscribe<Parameters<typeof onMessage>[0]>(
        channel,
        async message => {
          const { action, notification_id: id } = message;
          const isQuiet =
            action === 'new_notification' &&
            typeof id === 'string' &&
            // Rather one too many than one that nobody sees.
            (await isTold(id).catch(() => false));
          onMessage(isQuiet ? { ...message, action: 'told' } : message);
        },
      ),
  };
}
