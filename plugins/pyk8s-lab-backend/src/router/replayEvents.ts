import type { LabEventRecord, LabStore } from '../database';
import type { HubEvent } from '../events';
import type { ReadScope } from '../access';
import type { EventStream } from './EventStream';

const BATCH = 200;
/** Far more than anybody hands over while a reader is away. */
const MAX_HAND_OVERS = 1_000;

/**
 * Writes what a reader that was away has missed: the events of labs that it may
 * read, and that labs were handed over to others, which their events are not
 * shown for any more.
 */
export async function replayEvents(
  stream: EventStream,
  from: number,
  scope: ReadScope,
  store: LabStore,
): Promise<void> {
  if (from > 0) {
    const handOvers = await store.handOversAfter(from, MAX_HAND_OVERS);
    stream.replayHidden(await withLabs(handOvers, store));
  }
  let seq = from;
  for (;;) {
    const events = await store.eventsAfter(seq, BATCH, scope.filter);
    const going = await stream.replay(await withLabs(events, store));
    if (events.length < BATCH || !going) {
      return;
    }
    seq = events[events.length - 1].seq;
  }
}

async function withLabs(
  events: readonly LabEventRecord[],
  store: LabStore,
): Promise<HubEvent[]> {
  const ids = [...new Set(events.map(({ labId }) => labId))];
  const labs = new Map(
    (await store.getMany(ids)).map(lab => [lab.id, lab] as const),
  );
  const queue = [...labs.values()].some(({ status }) => status === 'QUEUED')
    ? await store.queue()
    : [];
  return events.flatMap(event => {
    const lab = labs.get(event.labId);
    return lab
      ? [{ event, lab, queuePosition: queue.indexOf(lab.id) + 1 || undefined }]
      : [];
  });
}
