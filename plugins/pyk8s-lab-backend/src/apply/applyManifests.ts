import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabRecord } from '../database';
import type { Clusters } from '../clusters/Clusters';
import type { JobContext, JobOutcome } from '../jobs/JobHandler';
import { anySignal } from '../throttling/anySignal';
import { readApplied, titleOf, type AppliedObject } from './appliedObjects';
import type { ApplyRequest } from './ApplyRequest';
import { readErrors, readWarnings } from './kubectlErrors';
import { LabKubectl } from './LabKubectl';
import type { ManifestArchive } from './readArchive';
import { Rollouts } from './Rollouts';

const RETRY_MS = 1_000;
const MAX_RETRY_MS = 5_000;
/** How long it takes until an object of the same files can be used. */
const SOON_MS = 10_000;
/** How long the cluster may take to say why something is not rolled out. */
const REASONS_MS = 10_000;
/** As many as the result and a message name. */
const MAX_OBJECTS = 1_000;
const MAX_NAMED = 20;

/** Why manifests were not applied, or not rolled out. */
export class ApplyError extends Error {
  override name = 'ApplyError';
}

/**
 * Applies manifests to a lab, again while what refuses them goes away by itself, and
 * waits until they are rolled out.
 *
 * @throws ApplyError with what failed, why, and what to do; what the signal aborts
 *   with, or what a cluster throws that does not run
 */
export async function applyManifests(
  lab: LabRecord,
  request: ApplyRequest,
  archive: ManifestArchive,
  {
    job: { tell, step },
    signal,
    clusters,
  }: {
    readonly job: Pick<JobContext, 'tell' | 'step'>;
    readonly signal: AbortSignal;
    readonly clusters: Clusters;
  },
): Promise<JobOutcome> {
  const time = AbortSignal.timeout(request.timeoutSeconds * 1_000);
  const limit = anySignal(signal, time);
  const cluster = clusters.of(lab);
  const kubectl = new LabKubectl(cluster, limit);
  const within = `within ${formatDuration(request.timeoutSeconds)}`;
  const isOver = (error: unknown) => time.aborted && !signal.aborted && error;
  step('apply', 'Applying manifests');
  let waitsFor = '';
  let applied: Applied;
  try {
    applied = await untilApplied(lab, request, archive, kubectl, why => {
      waitsFor = why;
      tell(`Waiting to apply: ${why}`);
    });
  } catch (error) {
    throw isOver(error)
      ? new ApplyError(
          `Not everything was applied to lab ${lab.name} ${within}. ${
            waitsFor || 'Give it a longer timeout.'
          }`,
        )
      : error;
  }
  const { objects, warnings } = applied;
  const outcome = {
    message: `${summary(objects)}${
      warnings.length > 0 ? ` Warnings: ${warnings.join('; ')}` : ''
    }`,
    result: {
      objects: objects
        .slice(0, MAX_OBJECTS)
        .map(({ uid: _, ...object }) => ({ ...object })),
      warnings,
    },
  };
  if (!request.wait) {
    return outcome;
  }
  step('rollout', 'Waiting for rollouts');
  tell(outcome.message);
  const rollouts = Rollouts.of(objects, kubectl);
  try {
    await rollouts.done(tell);
  } catch (error) {
    if (!isOver(error)) {
      throw error;
    }
    const reasons = await rollouts.reasons(
      new LabKubectl(
        cluster,
        anySignal(signal, AbortSignal.timeout(REASONS_MS)),
      ),
    );
    throw new ApplyError(
      `Not everything in lab ${lab.name} was rolled out ${within}. ${reasons}`,
    );
  }
  return outcome;
}

interface Applied {
  readonly objects: readonly AppliedObject[];
  readonly warnings: string[];
}

async function untilApplied(
  lab: LabRecord,
  request: ApplyRequest,
  archive: ManifestArchive,
  kubectl: LabKubectl,
  tell: (why: string) => void,
): Promise<Applied> {
  const startedAt = performance.now();
  const { timeoutSeconds, wait: _, ...how } = request;
  for (
    let retryMs = RETRY_MS;
    ;
    retryMs = Math.min(2 * retryMs, MAX_RETRY_MS)
  ) {
    const { exitCode, stdout, stderr } = await kubectl.apply({
      ...how,
      archive: archive.bytes,
      timeoutMs: timeoutSeconds * 1_000,
    });
    if (exitCode === 0) {
      return { objects: readApplied(stdout), warnings: readWarnings(stderr) };
    }
    const { message, passes } = readErrors(stderr);
    const isWorthwhile =
      passes === 'long' ||
      (passes === 'soon' && performance.now() - startedAt < SOON_MS);
    if (!isWorthwhile) {
      throw new ApplyError(
        `Not everything was applied to lab ${lab.name}: ${message}`,
      );
    }
    tell(message);
    await kubectl.pause(retryMs);
  }
}

function summary(objects: readonly AppliedObject[]): string {
  const named = objects.slice(0, MAX_NAMED).map(titleOf);
  const more = objects.length - named.length;
  return `Applied ${objects.length} ${
    objects.length === 1 ? 'object' : 'objects'
  }${named.length > 0 ? `: ${named.join(', ')}` : ''}${
    more > 0 ? ` and ${more} more` : ''
  }.`;
}
