import type {
  ClusterAccess,
  ClusterPodLogs,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  LogRefusal,
  type LogReader,
  type WantedPodLog,
} from '../logs/pods/LogReader';

/** The logs of every cluster, in memory. */
export class FakeLogReader implements LogReader {
  there: ClusterPodLogs[] = [
    {
      namespace: 'default',
      name: 'web-0',
      phase: 'Running',
      containers: [
        { name: 'prepare', init: true, restarts: 1 },
        { name: 'web', init: false, restarts: 0 },
        { name: 'proxy', init: false, restarts: 0 },
      ],
    },
  ];
  /** The requested logs, in order. */
  wanted: WantedPodLog[] = [];
  /** The number of logs whose reader has ended. */
  ended = 0;
  /** The content of every log; by default one line. */
  log: (wanted: WantedPodLog) => AsyncIterable<Uint8Array> = wanted =>
    this.#line(wanted);
  fail: () => Error | undefined = () => undefined;

  async pods(
    _access: ClusterAccess,
    { namespace, limit }: { namespace?: string; limit: number },
  ): Promise<ClusterPodLogs[]> {
    this.#answer();
    return this.there
      .filter(pod => namespace === undefined || pod.namespace === namespace)
      .slice(0, limit);
  }

  async pod(
    _access: ClusterAccess,
    wanted: { namespace: string; name: string },
  ): Promise<ClusterPodLogs | undefined> {
    this.#answer();
    return this.there.find(
      ({ namespace, name }) =>
        namespace === wanted.namespace && name === wanted.name,
    );
  }

  async *podLog(
    _access: ClusterAccess,
    wanted: WantedPodLog,
  ): AsyncGenerator<Uint8Array, void> {
    this.wanted.push(wanted);
    try {
      yield* this.log(wanted);
    } finally {
      this.ended += 1;
    }
  }

  async *#line({
    container,
    previous,
    tailLines,
  }: WantedPodLog): AsyncGenerator<Uint8Array, void> {
    const restarts = this.there
      .flatMap(({ containers }) => containers)
      .find(({ name }) => name === container)?.restarts;
    if (previous && !restarts) {
      throw new LogRefusal(400, `previous ${container} not found`);
    }
    if (tailLines > 0) {
      yield Buffer.from('a line\n');
    }
  }

  #answer(): void {
    const error = this.fail();
    if (error) {
      throw error;
    }
  }
}
