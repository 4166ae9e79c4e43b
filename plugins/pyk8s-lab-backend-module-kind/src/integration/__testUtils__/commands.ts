import { randomInt } from 'node:crypto';
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type {
  ClusterCommand,
  ClusterRef,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindLabProvider } from '../../KindLabProvider';

const runFile = promisify(execFile);

/** The docker command, independent of the provider. */
export async function docker(...args: string[]): Promise<string> {
  const { stdout } = await runFile('docker', args);
  return stdout.trim();
}

/** The name that kind gives to the control plane's container. */
export function controlPlaneOf({ name }: ClusterRef): string {
  return `${name}-control-plane`;
}

/** The command lines in a node that contain a text, as seen from the host. */
export async function processesIn(
  ref: ClusterRef,
  text: string,
): Promise<string[]> {
  const listed = await docker('top', controlPlaneOf(ref), '-eo', 'pid,args');
  return listed.split('\n').filter(line => line.includes(text));
}

/** Polls until a condition holds; the test's timeout is the limit. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    await delay(50);
  }
}

/** The result of a command. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands with a provider, and records their output. */
export function commandRunner(
  provider: KindLabProvider,
  ref: () => ClusterRef,
) {
  return async (
    argv: string[],
    options: Partial<ClusterCommand> & { signal?: AbortSignal } = {},
  ): Promise<Ran> => {
    const {
      signal = new AbortController().signal,
      timeoutMs = 60_000,
      ...more
    } = options;
    const text = { stdout: '', stderr: '' };
    const { exitCode } = await provider.can.commands.exec(
      ref(),
      { argv, timeoutMs, ...more },
      {
        signal,
        onOutput: (stream, chunk) => {
          text[stream] += Buffer.from(chunk).toString();
        },
      },
    );
    return { exitCode, ...text };
  };
}

/** A duration that no other sleep in the node has: some hours. */
export const aSleep = () => `sleep ${randomInt(1e8, 1e9)}`;

/** Runs commands in the cluster of a test. */
export type RunCommand = ReturnType<typeof commandRunner>;
