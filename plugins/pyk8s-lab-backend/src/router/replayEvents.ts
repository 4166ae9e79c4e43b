import type { LabJobStore, LabStore } from '../database';
import { describeEvents } from '../events/describeEvents';
import type { ReadScope } from '../access/ReadScope';
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
  sources: { readonly store: LabStore; readonly jobStore: LabJobStore },
): Promise<void> {
  const { store } = sources;
  if (from > 0) {
    const handOvers = await store.handOversAfter(from, MAX_HAND_OVERS);
    const { items } = await describeEvents(handOvers, sources);
    stream.replayHidden(items);
  }
  let seq = from;
  for (;;) {
    const events = await store.eventsAfter(seq, BATCH, scope.filter);
    const { items } = await describeEvents(events, sources);
    const going = await stream.replay(items);
    if (events.length < BATCH || !going) {
      return;
    }
    seq = events[events.length - 1].seq;
  }
}
