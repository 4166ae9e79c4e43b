import type { LabRecord, LabStore, NewLabEvent } from '../database';
import type { LabNotifier } from './LabNotifier';

/**
 * A store that has owners told of the changes that they should know of. What is
 * told hangs on the write that makes it so, which succeeds once, in one replica:
 * so nothing is told twice, however often it is tried or looked at. A portal that
 * dies in that moment tells nothing.
 */
export function tellOwners(store: LabStore, notifier: LabNotifier): LabStore {
  const change: LabStore['change'] = async (id, now, decide, options) => {
    let written:
      | { before: LabRecord; events: readonly NewLabEvent[] }
      | undefined;
    const after = await store.change(
      id,
      now,
      current => {
        const made = decide(current);
        written = made && { before: current, events: made.events ?? [] };
        return made;
      },
      options,
    );
    if (written) {
      // A change of a lab does not wait for notifications, which never throw.
      void tell(notifier, written.before, after, written.events);
    }
    return after;
  };
  return new Proxy(store, {
    get(target, name) {
      if (name === 'change') {
        return change;
      }
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function tell(
  notifier: LabNotifier,
  before: LabRecord,
  after: LabRecord,
  events: readonly NewLabEvent[],
): Promise<void> {
  // Not when it is resumed: then it has run before.
  if (!before.runningAt && after.runningAt && after.status === 'RUNNING') {
    await notifier.ready(after);
  }
  if (before.status !== 'ERROR' && after.status === 'ERROR') {
    await notifier.failed(after);
  }
  if (events.some(({ type }) => type === 'lab.expired')) {
    await notifier.ended(after);
  }
  if (before.ownerRef !== after.ownerRef) {
    await notifier.handedOver(after, {
      ownerRef: before.ownerRef,
      actorRef: events.find(({ data }) => data?.owner === after.ownerRef)
        ?.actorRef,
    });
  }
}
