import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  ClusterCheck,
  ClusterSpec,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindContainer } from '../../docker/DockerHost';
import type { ClusterAnswer } from './ClusterReader';

/** A kubelet renews its lease every 10 s, and the controller manager every 2 s. */
const MAX_SILENT_SECONDS = 60;

/** What was seen of a cluster. */
export interface Observation {
  /** At least one. */
  readonly containers: readonly KindContainer[];
  /** What the API server said, or in words why it said nothing. */
  readonly answer: ClusterAnswer | string;
  /**
   * When the containers were started, by name, where a node that was Ready before
   * is not to count as Ready until it has said so since.
   */
  readonly startedAt?: ReadonlyMap<string, Date>;
}

/** Judges what was seen of a cluster against what it should be. */
export function clusterCheck(
  { containers, answer, startedAt }: Observation,
  spec: ClusterSpec,
): ClusterCheck {
  const answered = typeof answer === 'string' ? undefined : answer;
  const readyNames = new Set(
    answered?.nodes
      .filter(
        node =>
          node.isReady &&
          !isSilent(node.silentSeconds) &&
          isOfNow(node, startedAt?.get(node.name)),
      )
      .map(({ name }) => name),
  );
  const waitingFor = whatIsMissing(containers, answer, readyNames, spec);
  return {
    ready: waitingFor === '',
    waitingFor,
    nodes: [...containers]
      .sort((a, b) => a.name.localeCompare(b.name))
      .map(({ name, role, state }) => ({
        name,
        role,
        state: stateOf(state, readyNames.has(name)),
      })),
    conditions: {
      dns: answered?.dns ?? {
        status: 'unknown',
        reason: 'APIServerUnreachable',
        message: 'The API server does not answer.',
      },
    },
    serverVersion: answered?.serverVersion,
  };
}

/**
 * A cluster whose controllers cannot reach its API server calls every node Ready as it
 * was before, for ever.
 */
function isSilent(seconds: number | undefined): boolean {
  return seconds !== undefined && seconds > MAX_SILENT_SECONDS;
}

/** What a cluster says of its nodes after a restart can be from before it. */
function isOfNow(
  { heartbeatAt }: ClusterAnswer['nodes'][number],
  startedAt: Date | undefined,
): boolean {
  if (!startedAt) {
    return true;
  }
  // Kubernetes writes whole seconds.
  const since = 1_000 * Math.floor(startedAt.getTime() / 1_000);
  return heartbeatAt !== undefined && heartbeatAt.getTime() >= since;
}

function stateOf(containerState: string, isReady: boolean): string {
  if (containerState !== 'running') {
    return containerState;
  }
  return isReady ? 'ready' : 'not-ready';
}

function whatIsMissing(
  containers: readonly KindContainer[],
  answer: ClusterAnswer | string,
  readyNames: ReadonlySet<string>,
  spec: ClusterSpec,
): string {
  const expected = 1 + spec.workers;
  const stopped = containers.filter(({ state }) => state !== 'running');
  if (stopped.length > 0) {
    return stopped
      .map(({ name, state }) => `node ${name} to run (it is ${state})`)
      .join(', ');
  }
  if (containers.length < expected) {
    return `${expected} nodes (there are ${containers.length})`;
  }
  if (typeof answer === 'string') {
    return answer;
  }
  const notReady = containers.filter(({ name }) => !readyNames.has(name));
  if (notReady.length > 0) {
    return `node ${notReady.map(({ name }) => name).join(', ')} to be Ready`;
  }
  const { controllerSilentSeconds } = answer;
  if (
    controllerSilentSeconds !== undefined &&
    isSilent(controllerSilentSeconds)
  ) {
    return `the controller manager (nothing was heard of it for ${formatDuration(
      controllerSilentSeconds,
    )})`;
  }
  return answer.hasDefaultServiceAccount ? '' : 'the default service account';
}
