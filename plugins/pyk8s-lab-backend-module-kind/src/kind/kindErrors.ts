import {
  ProviderUnavailableError,
  ProvisioningError,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { CommandError } from './process/CommandRunner';
import type { DockerHost } from '../docker/DockerHost';
import {
  classifyFailure,
  explainFailure,
  imageNotPulled,
} from './output/failure';
import { isMissing } from './KindCli';
import { notPulled } from '../images/NodeImages';

/** The remedy when kind is missing. */
export const KIND_MISSING =
  'The kind command was not found: install it (https://kind.sigs.k8s.io/docs/user/quick-start/#installation, or "npm run lab-host" on Debian or Ubuntu), or set pyk8sLab.kind.binary to where it is.';

/** The remedy when kind cannot call docker. */
export const DOCKER_COMMAND_MISSING =
  "kind needs the docker command: install Docker's command line on the portal's machine, and see that it is on the PATH.";

/** True when another port may succeed. */
export function isPortTaken(error: unknown): boolean {
  return (
    error instanceof CommandError &&
    classifyFailure(error.output) === 'port-taken'
  );
}

/**
 * Translates an error of `kind create cluster` for the lab's owner.
 * @returns the same error when it is not one of kind
 */
export async function explainKindError(
  error: unknown,
  docker: DockerHost,
  options: { signal: AbortSignal },
): Promise<unknown> {
  if (!(error instanceof CommandError)) {
    return error;
  }
  if (isMissing(error)) {
    return new ProviderUnavailableError(KIND_MISSING);
  }
  const message = explainFailure(error.output);
  switch (classifyFailure(error.output)) {
    case 'docker-command-missing':
      return new ProviderUnavailableError(DOCKER_COMMAND_MISSING);
    case 'docker-unreachable':
      return new ProviderUnavailableError(message);
    case 'image-not-pulled':
      return notPulled(imageNotPulled(error.output) ?? 'of kind', message);
    default:
  }
  try {
    // When the daemon stops, kind's steps fail with various messages.
    await docker.version(options);
  } catch (unavailable) {
    return unavailable;
  }
  return new ProvisioningError(message);
}
