import {
  isLabStreamNotice,
  type Lab,
  type LabClient,
  type LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { setTimeout as delay } from 'node:timers/promises';

/** Follows a lab until a condition holds; reconnects when the stream breaks. */
export async function until(
  client: LabClient,
  id: string,
  wanted: (lab: Lab) => boolean,
  timeoutMs = 240_000,
): Promise<Lab> {
  const signal = AbortSignal.timeout(timeoutMs);
  let lastEventId = 0;
  let last: Lab | undefined;
  while (!signal.aborted) {
    try {
      const events = client.streamLabs({ lab: id, lastEventId, signal });
      for await (const frame of events) {
        if (isLabStreamNotice(frame)) {
          continue;
        }
        lastEventId = frame.seq;
        last = frame.lab;
        if (wanted(frame.lab)) {
          return frame.lab;
        }
      }
    } catch {
      if (signal.aborted) {
        break;
      }
      await delay(500);
    }
  }
  throw new Error(
    `The lab did not become as wanted within ${timeoutMs} ms; it is ${last?.status} (${last?.statusMessage})`,
  );
}

/** All events of a lab, the oldest first. */
export async function eventsOf(
  client: LabClient,
  id: string,
): Promise<LabEvent[]> {
  const events: LabEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.getLabActivity(id, { limit: 200, cursor });
    events.push(...page.items);
    cursor = page.pageInfo.nextCursor;
  } while (cursor);
  return events.reverse();
}

/** The number of events by type. */
export function countTypes(
  events: readonly LabEvent[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of events) {
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}
