import type { DockerConnection } from '../DockerCalls';
import type { DockerCallOptions } from '../DockerNetworks';
import { statusOf } from '../connection/unavailable';

/** In addition to the grace period of the processes. */
const STOP_TIMEOUT_MS = 60_000;
const START_TIMEOUT_MS = 60_000;
const REMOVE_TIMEOUT_MS = 60_000;
const CONFLICT = 409;

/** Implements DockerHost.stopContainer. */
export async function stopContainer(
  { docker, calls }: DockerConnection,
  id: string,
  options: DockerCallOptions & { graceSeconds: number },
): Promise<void> {
  const { graceSeconds } = options;
  await calls.unlessDone(
    calls.find(
      () => docker.getContainer(id).stop({ t: graceSeconds }),
      options,
      1_000 * graceSeconds + STOP_TIMEOUT_MS,
    ),
  );
}

/** Implements DockerHost.startContainer. */
export async function startContainer(
  { docker, calls }: DockerConnection,
  id: string,
  options?: DockerCallOptions,
): Promise<void> {
  await calls.unlessDone(
    calls.call(
      () => docker.getContainer(id).start(),
      options,
      START_TIMEOUT_MS,
    ),
  );
}

/** Implements DockerHost.removeContainer. */
export async function removeContainer(
  { docker, calls }: DockerConnection,
  id: string,
  options?: DockerCallOptions,
): Promise<void> {
  try {
    await calls.find(
      () => docker.getContainer(id).remove({ force: true, v: true }),
      options,
      REMOVE_TIMEOUT_MS,
    );
  } catch (error) {
    // Another call already removes it.
    if (statusOf(error) !== CONFLICT) {
      throw error;
    }
  }
}
