import type { Lab, LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { setTimeout as delay } from 'node:timers/promises';
import { isPassing } from '../../errors';
import { type Io, write } from '../../io';
import {
  fitToScreen,
  isInteractive,
  labTable,
  statusOf,
  styleFor,
  type Format,
} from '../../output';

/** Events come in bursts; labs are listed no more often than this. */
const QUIET_MS = 250;

/** How often a terminal is redrawn, because remaining times count down. */
const REDRAW_MS = 5_000;

/**
 * Shows labs until Ctrl-C: a live table on a terminal, a line for each change
 * elsewhere.
 */
export async function watchLabs(options: {
  io: Io;
  labs: Pick<LabApi, 'streamLabs'>;
  read: () => Promise<Lab[]>;
  output: Format;
}): Promise<void> {
  const { io, labs, read, output } = options;
  const show =
    output === 'table' && isInteractive(io.stdout, io.env)
      ? redraw(io)
      : printChanges(io, output);
  while (!io.signal.aborted) {
    try {
      await show(await read());
      await untilNews(labs, io.signal);
    } catch (error) {
      if (!io.signal.aborted && !isPassing(error)) {
        throw error;
      }
    }
    await delay(QUIET_MS, undefined, { signal: io.signal }).catch(
      () => undefined,
    );
  }
}

/** Waits for an event of any lab, or until the displayed times are outdated. */
async function untilNews(
  labs: Pick<LabApi, 'streamLabs'>,
  interrupted: AbortSignal,
): Promise<void> {
  const old = AbortSignal.timeout(REDRAW_MS);
  try {
    const signal = AbortSignal.any([old, interrupted]);
    for await (const _ of labs.streamLabs({ signal })) {
      return;
    }
  } catch (error) {
    if (!old.aborted) {
      throw error;
    }
  }
}

function redraw({ stdout, env }: Io) {
  const style = styleFor(stdout, env);
  let before = 0;
  return async (found: Lab[]) => {
    const { text, height } = fitToScreen(
      labTable(found, style, Date.now()),
      stdout,
    );
    const up = before > 0 ? `\u001b[${before}A\u001b[J` : '';
    before = height;
    await write(stdout, `${up}${text}`);
  };
}

function printChanges({ stdout }: Io, output: Format) {
  const printed = new Map<string, string>();
  return async (found: Lab[]) => {
    const gone = [...printed.keys()].filter(
      id => !found.some(lab => lab.id === id),
    );
    gone.forEach(id => printed.delete(id));
    for (const lab of found) {
      const line =
        output === 'json'
          ? JSON.stringify({ ...lab, secondsLeft: undefined })
          : `${lab.owner}/${lab.name} ${statusOf(lab)}`;
      if (printed.get(lab.id) !== line) {
        printed.set(lab.id, line);
        await write(stdout, `${output === 'name' ? lab.name : line}\n`);
      }
    }
  };
}
