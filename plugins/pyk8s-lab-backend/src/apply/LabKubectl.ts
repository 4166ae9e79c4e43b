import { InputError } from '@backstage/errors';
import {
  countJsonValues,
  unlessAborted,
  type ClusterManifests,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod/v3';
import type { Cluster } from '../clusters/Cluster';
import { observe } from './observed';

/** What one look may take, in a cluster that does not answer, too. */
const LOOK_MS = 20_000;
/** An answer is held in memory, and a cluster makes it as long as it likes. */
const MAX_ANSWER_BYTES = 8 * 2 ** 20;
/** Two bytes of JSON can become an object of a hundred bytes. */
const MAX_ANSWER_VALUES = 300_000;
const MAX_ERROR_BYTES = 2 ** 20;

/** The beginning of what is printed. */
class BoundedOutput {
  readonly #chunks: Uint8Array[] = [];
  #left: number;

  constructor(maxBytes: number) {
    this.#left = maxBytes;
  }

  take(chunk: Uint8Array): void {
    if (this.#left > 0) {
      // A copy: what it comes in may be used again.
      const kept = Uint8Array.from(chunk.subarray(0, this.#left));
      this.#chunks.push(kept);
      this.#left -= kept.length;
    }
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

/** What kubectl ended with, and what it printed. */
export interface KubectlEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl in one lab. */
export class LabKubectl {
  readonly #cluster: Pick<Cluster, 'apply' | 'exec'>;
  readonly #signal: AbortSignal;

  /** @param signal - ends everything */
  constructor(cluster: Pick<Cluster, 'apply' | 'exec'>, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#signal = signal;
  }

  /** As LabProvider.apply. */
  async apply(manifests: ClusterManifests): Promise<KubectlEnd> {
    return this.#run(context => this.#cluster.apply(manifests, context));
  }

  /**
   * Objects as they are now.
   *
   * @param args - that follow `kubectl get`, checked: none is an option by accident
   * @returns undefined when the API server does not answer, or with too much
   * @throws what ends it, or what a cluster throws that does not run
   */
  async get<T extends z.ZodTypeAny>(
    schema: T,
    args: readonly string[],
  ): Promise<z.output<T>[] | undefined> {
    const { exitCode, stdout } = await this.#run(context =>
      this.#cluster.exec(
        {
          argv: [
            ...['kubectl', 'get', '--output=json', '--ignore-not-found'],
            `--request-timeout=${LOOK_MS / 2_000}s`,
            ...args,
          ],
          timeoutMs: LOOK_MS,
        },
        context,
      ),
    );
    if (exitCode !== 0) {
      return undefined;
    }
    if (stdout.trim() === '') {
      return [];
    }
    if (!countJsonValues(Buffer.from(stdout), MAX_ANSWER_VALUES)) {
      return undefined;
    }
    try {
      // One that was cut off does not parse.
      return observe(schema, JSON.parse(stdout));
    } catch {
      return undefined;
    }
  }

  /** Waits. @throws what the signal aborts with */
  async pause(ms: number): Promise<void> {
    await unlessAborted(delay(ms, undefined, { ref: false }), this.#signal);
  }

  async #run(
    run: (
      context: Parameters<Cluster['exec']>[1],
    ) => ReturnType<Cluster['exec']>,
  ): Promise<KubectlEnd> {
    const printed = {
      stdout: new BoundedOutput(MAX_ANSWER_BYTES),
      stderr: new BoundedOutput(MAX_ERROR_BYTES),
    };
    const { exitCode } = await run({
      signal: this.#signal,
      onOutput: (stream, chunk) => printed[stream].take(chunk),
    });
    return {
      exitCode,
      stdout: printed.stdout.text(),
      stderr: printed.stderr.text(),
    };
  }
}

/** @throws InputError when commands, or kubectl, are not allowed in labs */
export function assertKubectlAllowed(
  commands: readonly { readonly name: string }[],
): void {
  if (!commands.some(({ name }) => name === 'kubectl')) {
    throw new InputError(
      'Manifests cannot be applied here: kubectl is not among the programs that this portal runs in labs (pyk8sLab.exec.commands).',
    );
  }
}
