import { LineSplitter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { DockerConnection } from '../DockerCalls';
import type { DockerCallOptions } from '../DockerNetworks';

/** For a registry that stops responding; the attempt has a shorter timeout. */
const PULL_TIMEOUT_MS = 3_600_000;

/** Implements DockerHost.pullImage. */
export async function pullImage(
  { docker, calls }: DockerConnection,
  image: string,
  options: DockerCallOptions & { onLine: (line: string) => void },
): Promise<void> {
  await calls.call(
    async abortSignal => {
      const stream = await docker.pull(image, { abortSignal });
      await followPull(stream, options.onLine);
    },
    options,
    PULL_TIMEOUT_MS,
  );
}

interface Progress {
  id?: string;
  status?: string;
  error?: string;
}

function parseProgress(line: string): Progress {
  try {
    return JSON.parse(line);
  } catch {
    return { status: line };
  }
}

/**
 * Follows a pull to its end.
 *
 * @param onLine - called with a line of text for each new status of a layer
 * @throws Error with Docker's message when the pull fails
 */
async function followPull(
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void,
): Promise<void> {
  let failure: string | undefined;
  let lastText = '';
  const splitter = new LineSplitter(line => {
    const { id, status, error } = parseProgress(line);
    failure = error ?? failure;
    const text = [id, status].filter(Boolean).join(': ');
    // Docker repeats the status of a layer with each progress update.
    if (text && text !== lastText) {
      onLine(text);
      lastText = text;
    }
  });
  for await (const chunk of stream) {
    splitter.write(Buffer.from(chunk));
  }
  splitter.end();
  if (failure) {
    throw new Error(failure);
  }
}
