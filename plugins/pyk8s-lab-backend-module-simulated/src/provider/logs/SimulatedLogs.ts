import type {
  ClusterLogExport,
  ClusterLogOptions,
  ClusterLogSource,
  ClusterLogSources,
  ClusterRef,
  ListedNode,
  LogCapability,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { orAborted, type SimulatedClusters } from '../SimulatedClusters';
import { exportLogs } from './exportLogs';
import { logSources, logText } from './logText';

/** Writes one line in place of each log. */
export class SimulatedLogs implements LogCapability {
  readonly #clusters: SimulatedClusters;

  constructor(clusters: SimulatedClusters) {
    this.#clusters = clusters;
  }

  async logSources(
    ref: ClusterRef,
    { signal }: { signal: AbortSignal },
  ): Promise<ClusterLogSources> {
    await this.#clusters.reach({ verb: 'logSources', ref }, signal);
    return logSources(this.#nodes(ref));
  }

  async logs(
    ref: ClusterRef,
    source: ClusterLogSource,
    { tailLines, follow, signal, onOutput }: ClusterLogOptions,
  ): Promise<void> {
    try {
      await this.#clusters.begin({ verb: 'logs', ref, source }, signal);
      const log = logText(source, this.#nodes(ref), new Date());
      if (tailLines > 0) {
        await orAborted(() => onOutput(Buffer.from(log)), signal);
      }
      if (follow) {
        // Simulated logs do not grow.
        await orAborted(() => new Promise(() => undefined), signal);
      }
    } catch (error) {
      if (!(follow && signal.aborted && error === signal.reason)) {
        throw error;
      }
    }
  }

  async exportLogs(
    ref: ClusterRef,
    options: { directory: string; maxBytes: number; signal: AbortSignal },
  ): Promise<ClusterLogExport> {
    await this.#clusters.begin({ verb: 'exportLogs', ref }, options.signal);
    return exportLogs(this.#nodes(ref), options);
  }

  #nodes(ref: ClusterRef): readonly ListedNode[] {
    return this.#clusters.ready(ref).list().nodes;
  }
}
