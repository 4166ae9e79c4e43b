import type {
  ClusterLogOptions,
  ClusterLogSource,
  ClusterLogSources,
  ClusterRef,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindLabProvider } from '../../KindLabProvider';
import { until } from './commands';
import { containerIn } from './pods';

export const TIMED_LINE =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:?\d\d) /;

export const inDefault = (pod: string): ClusterLogSource => ({
  kind: 'pod',
  namespace: 'default',
  pod,
});

/** Reads the logs of a real cluster. */
export class ClusterLogReader {
  readonly #provider: KindLabProvider;
  readonly #cluster: () => ClusterRef;

  constructor(provider: KindLabProvider, cluster: () => ClusterRef) {
    this.#provider = provider;
    this.#cluster = cluster;
  }

  async sources(): Promise<ClusterLogSources> {
    return this.#provider.can.logs.logSources(this.#cluster(), {
      signal: new AbortController().signal,
    });
  }

  async logs(
    source: ClusterLogSource,
    options: Partial<ClusterLogOptions> = {},
  ): Promise<void> {
    await this.#provider.can.logs.logs(this.#cluster(), source, {
      tailLines: 10,
      follow: false,
      signal: new AbortController().signal,
      onOutput: () => undefined,
      ...options,
    });
  }

  async read(
    source: ClusterLogSource,
    options: Partial<ClusterLogOptions> = {},
  ): Promise<string> {
    const chunks: Uint8Array[] = [];
    await this.logs(source, {
      onOutput: chunk => {
        chunks.push(chunk);
      },
      ...options,
    });
    return Buffer.concat(chunks).toString();
  }

  async untilPod(
    name: string,
    isSo: (container: { phase: string; restarts: number }) => boolean,
  ): Promise<void> {
    await until(async () => {
      const found = containerIn((await this.sources()).pods, name);
      return found !== undefined && isSo(found);
    });
  }
}
