import { isError } from '@backstage/errors';
import type { DockerHost } from '../docker/DockerHost';
import { isMissing, type KindCli } from '../kind/KindCli';
import { DOCKER_COMMAND_MISSING, KIND_MISSING } from '../kind/kindErrors';

/** The state of kind and Docker on the host. */
export interface HostLook {
  readonly kindVersion?: string;
  /** Absent when Docker is unreachable. */
  readonly dockerVersion?: string;
  /** Why no cluster can be created, and the remedy. */
  readonly problem?: string;
}

/** Checks whether clusters can be created; never throws. */
export async function lookAtHost(
  kind: KindCli,
  docker: DockerHost,
): Promise<HostLook> {
  const [kindVersion, dockerCommand, dockerVersion] = await Promise.allSettled([
    kind.version(),
    kind.dockerVersion(),
    docker.version(),
  ]);
  const problems = [
    problemOf(dockerVersion),
    problemOf(dockerCommand, DOCKER_COMMAND_MISSING),
    problemOf(kindVersion, KIND_MISSING),
  ].filter(problem => problem !== undefined);
  return {
    kindVersion: valueOf(kindVersion),
    dockerVersion: valueOf(dockerVersion),
    problem: problems.length > 0 ? problems.join(' ') : undefined,
  };
}

function valueOf(result: PromiseSettledResult<string>): string | undefined {
  return result.status === 'fulfilled' ? result.value : undefined;
}

/** @param whereMissing - the message when the command is missing */
function problemOf(
  result: PromiseSettledResult<string>,
  whereMissing?: string,
): string | undefined {
  if (result.status === 'fulfilled') {
    return undefined;
  }
  const { reason } = result;
  if (whereMissing && isMissing(reason)) {
    return whereMissing;
  }
  return isError(reason) ? reason.message : String(reason);
}
