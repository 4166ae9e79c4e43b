import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import {
  type AppliedObject,
  applyManifests,
  explainCluster,
  LabObjects,
  RolloutFailedError,
  Rollouts,
  unreachable,
} from '../cluster';
import { nameOf, type Manifest } from '../manifests';
import { cancelledError, TimeLimit, type Pause } from '../runs';

/** How long the cluster may take to say why something failed. */
const REASONS_WITHIN_MS = 10_000;

/** Where to deploy, and how. */
export interface DeployOptions {
  lab: Pick<Lab, 'name'>;
  /** An owner's. */
  access: ClusterAccess;
  namespace?: string;
  /** Whether to wait for rollouts. */
  wait: boolean;
  timeoutMs: number;
  /** As the template gave it. */
  timeout: string;
  logger: Pick<LoggerService, 'info'>;
  cancelled?: AbortSignal;
  pause: Pause;
}

/**
 * Applies objects to a lab and waits until they are rolled out.
 *
 * @returns what is known of the objects then
 * @throws Error with one sentence on what failed, why, and what to do
 */
export async function deployToLab(
  manifests: readonly Manifest[],
  options: DeployOptions,
): Promise<AppliedObject[]> {
  const { lab, access, namespace, logger, cancelled, pause } = options;
  const limit = TimeLimit.start(options.timeoutMs, cancelled);
  const connect = (signal: AbortSignal) =>
    LabObjects.connect(access, { namespace, signal });
  const objects = connect(limit.signal);
  let doing = `Nothing was applied to lab ${lab.name}`;
  let hasAnswered = false;
  let rollouts: AppliedObject[] | undefined;
  const tell = (line: string) => {
    hasAnswered = true;
    logger.info(line);
  };
  try {
    const applied = await applyManifests(
      objects,
      withNamespace(manifests, namespace),
      {
        tell,
        pause,
        signal: limit.signal,
        onObject: manifest => {
          doing = `${nameOf(manifest)} was not applied to lab ${lab.name}`;
        },
      },
    );
    doing = `The rollout in lab ${lab.name} was not watched to its end`;
    if (options.wait) {
      rollouts = applied;
      await Rollouts.of(objects, applied).done({
        tell,
        pause,
        signal: limit.signal,
      });
    }
    return applied;
  } catch (error) {
    if (cancelled?.aborted) {
      throw cancelledError(` while manifests were applied to lab ${lab.name}.`);
    }
    if (limit.isOver) {
      if (!hasAnswered) {
        const why = `no answer within ${options.timeout}`;
        throw unreachable(doing, objects.server, why);
      }
      throw new Error(
        rollouts
          ? `Not everything in lab ${lab.name} was rolled out within ${
              options.timeout
            }. ${await reasons(connect, rollouts)}`
          : `${doing} within ${options.timeout}: give the step a longer timeout.`,
      );
    }
    throw error instanceof RolloutFailedError
      ? error
      : explainCluster(doing, error, objects.server);
  } finally {
    limit.stop();
  }
}

/** Why some are not rolled out; asked anew, since the time for it is over. */
async function reasons(
  connect: (signal: AbortSignal) => LabObjects,
  applied: readonly AppliedObject[],
): Promise<string> {
  const limit = TimeLimit.start(REASONS_WITHIN_MS, undefined);
  try {
    const found = await Rollouts.of(connect(limit.signal), applied).reasons();
    return found.join('\n');
  } catch {
    return 'The cluster does not say why: look at it with kubectl.';
  } finally {
    limit.stop();
  }
}

/** The namespace that was asked for, unless the manifests make it. */
function withNamespace(
  manifests: readonly Manifest[],
  namespace: string | undefined,
): readonly Manifest[] {
  const isThere = manifests.some(
    ({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace,
  );
  return !namespace || namespace === 'default' || isThere
    ? manifests
    : [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
        ...manifests,
      ];
}
