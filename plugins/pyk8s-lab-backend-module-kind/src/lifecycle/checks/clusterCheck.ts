import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  ClusterCheck,
  ClusterSpec,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindContainer } from '../../docker/DockerHost';
import type { ClusterAnswer } from './ClusterReader';

/** A kubelet renews its lease every 10 s, and the controller manager every 2 s. */
const MAX_SILENT_SECONDS = 60;

/** The observed state of a cluster. */
export interface Observation {
  /** At least one. */
  readonly containers: readonly KindContainer[];
  /** The state that the API server reports, or why it did not respond. */
  readonly answer: ClusterAnswer | string;
  /**
   * The start times of containers, by name. A node counts as Ready only if it reported
   * so after its container started.
   */
  readonly startedAt?: ReadonlyMap<string, Date>;
}

/** Compares the observed state of a cluster with the wanted one. */
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
 * A cluster whose controllers cannot reach its API server would keep reporting every
 * node as Ready.
 */
function isSilent(seconds: number | undefined): boolean {
  return seconds !== undefined && seconds > MAX_SILENT_SECONDS;
}

/** After a restart a cluster can report node states from before it. */
function isOfNow(
  { heartbeatAt }: ClusterAnswer['nodes'][number],
  startedAt: Date | undefined,
): boolean {
  if (!startedAt) {
    return true;
  }
  // Kubernetes' times have no fractions of a second.
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
