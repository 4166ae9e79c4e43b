import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { LabLogSources } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Clusters } from '../clusters/Clusters';
import { findLab, type LabOutputs, type LabStore } from '../database';

/** How long a cluster may take to list what has logs. */
const TIMEOUT_MS = 15_000;

interface Services {
  readonly store: LabStore;
  readonly outputs: LabOutputs;
  readonly clusters: Clusters;
  readonly logger: LoggerService;
}

/**
 * What has logs in a lab; of a cluster that does not answer, why.
 * @throws NotFoundError
 */
export async function readLogSources(
  id: string,
  signal: AbortSignal,
  { store, outputs, clusters, logger }: Services,
): Promise<LabLogSources> {
  const lab = await findLab(id, store);
  const runs = (await outputs.runs(lab.id)).map(run => ({
    id: run.runId,
    attempt: run.attempt,
    beganAt: run.beganAt.toISOString(),
  }));
  if (lab.status !== 'RUNNING') {
    return {
      runs,
      nodes: [],
      pods: [],
      message: `Nodes and pods have logs while the lab is RUNNING; it is ${lab.status}.`,
    };
  }
  try {
    const { nodes, pods } = await clusters.of(lab).logSources({
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    return {
      runs,
      nodes: nodes.map(({ units, ...node }) => ({
        ...node,
        units: [...units],
      })),
      pods: pods.map(({ containers, ...pod }) => ({
        ...pod,
        containers: containers.map(container => ({ ...container })),
      })),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (isError(error) && error.name === 'NotImplementedError') {
      return { runs, nodes: [], pods: [], message: error.message };
    }
    logger
      .child({ labId: lab.id })
      .warn('What has logs could not be found out', error as Error);
    return {
      runs,
      nodes: [],
      pods: [],
      message: `The cluster does not say what has logs: ${
        (error as Error).message
      }`,
    };
  }
}
