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

/** What to do where kind is not there. */
export const KIND_MISSING =
  'The kind command was not found: install it (https://kind.sigs.k8s.io/docs/user/quick-start/#installation, or "npm run lab-host" on Debian or Ubuntu), or set pyk8sLab.kind.binary to where it is.';

/** What to do where kind cannot call docker. */
export const DOCKER_COMMAND_MISSING =
  "kind needs the docker command: install Docker's command line on the portal's machine, and see that it is on the PATH.";

/** True when another port is worth a try. */
export function isPortTaken(error: unknown): boolean {
  return (
    error instanceof CommandError &&
    classifyFailure(error.output) === 'port-taken'
  );
}

/**
 * Turns what `kind create cluster` failed with into the error for the lab's owner.
 * @returns the same error when it is not kind's
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
  const words = explainFailure(error.output);
  switch (classifyFailure(error.output)) {
    case 'docker-command-missing':
      return new ProviderUnavailableError(DOCKER_COMMAND_MISSING);
    case 'docker-unreachable':
      return new ProviderUnavailableError(words);
    case 'image-not-pulled':
      return notPulled(imageNotPulled(error.output) ?? 'of kind', words);
    default:
  }
  try {
    // A daemon that goes away takes kind's steps with it, with all kinds of words.
    await docker.version(options);
  } catch (unavailable) {
    return unavailable;
  }
  return new ProvisioningError(words);
}
