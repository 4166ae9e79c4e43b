import type {
  Lab,
  LabClient,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { setTimeout as delay } from 'node:timers/promises';

/** Follows a lab until it is as wanted; goes on when the stream breaks. */
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
      for await (const { seq, lab } of events) {
        lastEventId = seq;
        last = lab;
        if (wanted(lab)) {
          return lab;
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
