import { InputError } from '@backstage/errors';
import { setTimeout as delay } from 'node:timers/promises';
import type { LabOutputs, LabStore, OutputRun } from '../database';
import type { OnLogText } from './LogText';

/** How often it is looked whether more was printed, in milliseconds. */
const LOOK_AGAIN_MS = 500;
const PIECES = 200;

/** What reading works with. */
export interface ProvisioningServices {
  readonly outputs: LabOutputs;
  readonly store: LabStore;
}

/**
 * Tells what was printed in one run of making a lab's cluster; while it goes on,
 * also what is printed from now on, if that is asked for.
 *
 * @param runId - the last one unless given
 * @throws InputError when there is no such run
 */
export async function readProvisioning(
  labId: string,
  runId: string | undefined,
  options: {
    readonly tailLines: number;
    readonly follow: boolean;
    readonly signal: AbortSignal;
    readonly onText: OnLogText;
  },
  services: ProvisioningServices,
): Promise<void> {
  const { tailLines, follow, signal, onText } = options;
  const run = await findRun(labId, runId, { follow, signal }, services);
  if (!run) {
    return;
  }
  const reader = { labId, runId: run.runId, after: 0 };
  await tell(lastLines(await readOn(reader, services), tailLines), onText);
  while (follow && !signal.aborted) {
    // Looked before it is read: what was printed at last is not missed.
    const goesOn = await isBeingMade(labId, services);
    await tell(await readOn(reader, services), onText);
    const last = await services.outputs.lastRunId(labId);
    if (!goesOn || last !== run.runId) {
      return;
    }
    await pause(signal);
  }
}

async function findRun(
  labId: string,
  runId: string | undefined,
  { follow, signal }: { follow: boolean; signal: AbortSignal },
  services: ProvisioningServices,
): Promise<OutputRun | undefined> {
  for (;;) {
    // Looked again and again where nothing was printed yet: that costs one row.
    const runs =
      (await services.outputs.lastRunId(labId)) === undefined
        ? []
        : await services.outputs.runs(labId);
    const run =
      runId === undefined
        ? runs.at(-1)
        : runs.find(candidate => candidate.runId === runId);
    if (run) {
      return run;
    }
    if (runId !== undefined) {
      throw new InputError(
        'There is no such run of making the lab: leave "run" out for the last one.',
      );
    }
    if (!follow || signal.aborted || !(await isBeingMade(labId, services))) {
      return undefined;
    }
    await pause(signal);
  }
}

/** What there is after what was read. */
async function readOn(
  reader: { readonly labId: string; readonly runId: string; after: number },
  { outputs }: ProvisioningServices,
): Promise<string> {
  let text = '';
  for (;;) {
    const pieces = await outputs.read(reader, {
      after: reader.after,
      limit: PIECES,
    });
    text += pieces.map(piece => piece.text).join('');
    reader.after = pieces.at(-1)?.id ?? reader.after;
    if (pieces.length < PIECES) {
      return text;
    }
  }
}

async function isBeingMade(
  labId: string,
  { store }: ProvisioningServices,
): Promise<boolean> {
  const lab = await store.get(labId);
  return lab?.status === 'PROVISIONING' || lab?.status === 'QUEUED';
}

async function pause(signal: AbortSignal): Promise<void> {
  await delay(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
}

async function tell(text: string, onText: OnLogText): Promise<void> {
  if (text !== '') {
    await onText(text);
  }
}

function lastLines(text: string, count: number): string {
  const lines = text.split('\n');
  // After the last line break there is nothing.
  return lines.slice(Math.max(0, lines.length - 1 - count)).join('\n');
}
