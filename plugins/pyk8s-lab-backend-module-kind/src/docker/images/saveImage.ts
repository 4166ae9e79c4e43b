import { Readable } from 'node:stream';
import type { DockerConnection } from '../DockerCalls';
import type { DockerCallOptions } from '../DockerNetworks';
import { checkedArchive } from './imageExport';

/** Docker may pack the whole image before it sends the first bytes. */
const SAVE_TIMEOUT_MS = 600_000;
/** The longest pause in the middle of an image. */
const SAVE_SILENCE_MS = 60_000;

/** Implements DockerHost.saveImage. */
export async function saveImage(
  { docker, calls, endpoint }: DockerConnection,
  image: string,
  options?: DockerCallOptions,
): Promise<Readable | undefined> {
  let isAwaited = true;
  try {
    return await calls.find(
      async () => {
        const sent = await docker.getImage(image).get();
        const answer = sent instanceof Readable ? sent : Readable.from(sent);
        if (!isAwaited) {
          answer.destroy();
        }
        return checkedArchive(answer, {
          endpoint,
          silenceMs: SAVE_SILENCE_MS,
          signal: options?.signal,
        });
      },
      options,
      SAVE_TIMEOUT_MS,
    );
  } catch (error) {
    isAwaited = false;
    throw error;
  }
}
