import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ProviderUnavailableError,
  type ClusterLogExport,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { CommandError } from '../../kind/process/CommandRunner';
import type { DockerHost, KindContainer } from '../../docker/DockerHost';
import { explainFailure } from '../../kind/output/failure';
import { isMissing, type KindCli } from '../../kind/KindCli';
import type { ClusterInspector } from '../../lifecycle/ClusterInspector';
import { controlPlaneThatRuns } from '../../lifecycle/clusterNodes';
import { KIND_MISSING } from '../../kind/kindErrors';
import { isMoreThan } from './LogExportFiles';
import { moveLogs } from './LogExportMove';

const HINT = 'Its logs can be exported when it is ready.';
/** A file that names what kind could not export. */
const PROBLEMS = 'EXPORT-PROBLEMS.txt';
/** A file instead of the logs of a stopped node. */
const STOPPED = 'NODE-STOPPED.txt';
/**
 * kind may write more than is kept: it writes the logs of pods twice, and the journal
 * as text and as a binary.
 */
const RAW_FACTOR = 3;

/** The result of kind's export. */
type Ending =
  | { readonly kind: 'whole' | 'full' }
  | { readonly kind: 'failed'; readonly error: CommandError };

/** Exports the logs of clusters as files. */
export class LogExport {
  readonly #docker: DockerHost;
  readonly #inspector: ClusterInspector;
  readonly #kind: KindCli;
  readonly #pollMs: number;

  /** @param options - pollMs: the interval of size checks */
  constructor(options: {
    docker: DockerHost;
    inspector: ClusterInspector;
    kind: KindCli;
    pollMs: number;
  }) {
    this.#docker = options.docker;
    this.#inspector = options.inspector;
    this.#kind = options.kind;
    this.#pollMs = options.pollMs;
  }

  /**
   * Implements LogCapability.exportLogs. kind writes to a temporary directory, so that
   * the given one never contains files that must not leave the host.
   */
  async run(
    name: string,
    options: { directory: string; maxBytes: number; signal: AbortSignal },
  ): Promise<ClusterLogExport> {
    const { directory, maxBytes, signal } = options;
    signal.throwIfAborted();
    const nodes = await this.#inspector.containersOf(name, options);
    controlPlaneThatRuns(nodes, HINT);
    const raw = await mkdtemp(join(directory, 'raw-'));
    try {
      const ending = await this.#export(name, raw, {
        maxBytes: maxBytes * RAW_FACTOR,
        signal,
      });
      const stopped = await this.#stopped(name, nodes, options.signal);
      const moved = await moveLogs(raw, directory, {
        ...options,
        stopped: new Set(stopped.map(node => node.name)),
      });
      await Promise.all(stopped.map(node => sayThatItStopped(node, directory)));
      if (ending.kind === 'failed') {
        await this.#explain(ending.error, moved.ofNodes, raw, options);
      }
      return { truncated: ending.kind === 'full' || moved.truncated };
    } finally {
      await rm(raw, { recursive: true, force: true });
    }
  }

  /** The nodes that did not run before or after kind's export. */
  async #stopped(
    name: string,
    before: readonly KindContainer[],
    signal: AbortSignal,
  ): Promise<KindContainer[]> {
    const now = await this.#inspector.containersOf(name, { signal });
    const hasStopped = new Map<string, KindContainer>();
    for (const node of [...before, ...now]) {
      if (node.state !== 'running') {
        hasStopped.set(node.name, node);
      }
    }
    return [...hasStopped.values()];
  }

  async #export(
    name: string,
    raw: string,
    options: { maxBytes: number; signal: AbortSignal },
  ): Promise<Ending> {
    const full = new AbortController();
    const done = new AbortController();
    const watching = this.#watch(raw, options.maxBytes, full, done.signal);
    try {
      await this.#kind.exportLogs(name, raw, {
        signal: AbortSignal.any([options.signal, full.signal]),
      });
      return { kind: 'whole' };
    } catch (error) {
      options.signal.throwIfAborted();
      if (isMissing(error)) {
        throw new ProviderUnavailableError(KIND_MISSING);
      }
      if (!(error instanceof CommandError)) {
        throw error;
      }
      return full.signal.aborted ? { kind: 'full' } : { kind: 'failed', error };
    } finally {
      done.abort();
      await watching;
    }
  }

  /** Aborts `full` when a directory exceeds its limit. */
  async #watch(
    directory: string,
    maxBytes: number,
    full: AbortController,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      if (await isMoreThan(maxBytes, directory, signal)) {
        full.abort();
        return;
      }
      await delay(this.#pollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * kind continues when a piece fails, and fails at the end: the exported files are kept,
   * with a note about the rest.
   *
   * @throws Error when it has exported nothing
   */
  async #explain(
    error: CommandError,
    ofNodes: number,
    raw: string,
    { directory, signal }: { directory: string; signal: AbortSignal },
  ): Promise<void> {
    const output =
      error.failure === 'timeout'
        ? 'kind timed out.'
        : explainFailure(error.output.replaceAll(raw, '.'));
    if (ofNodes === 0) {
      // The error of an unreachable daemon is clearer.
      await this.#docker.version({ signal });
      throw new Error(`The logs of the cluster cannot be exported: ${output}`);
    }
    await writeFile(
      join(directory, PROBLEMS),
      `Not everything could be exported. What kind said:\n\n${output}\n`,
      { flag: 'wx', mode: 0o600 },
    );
  }
}

async function sayThatItStopped(
  { name, state }: KindContainer,
  directory: string,
): Promise<void> {
  await mkdir(join(directory, name), { recursive: true, mode: 0o700 });
  await writeFile(
    join(directory, name, STOPPED),
    `The node ${name} does not run (it is ${state}): its logs can be exported when it runs again.\n`,
    { flag: 'wx', mode: 0o600 },
  );
}
