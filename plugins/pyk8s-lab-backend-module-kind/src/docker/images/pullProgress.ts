import { LineSplitter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** A line of Docker's progress. */
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
 * @param onLine - called for each new status of a layer, in words
 * @throws Error with Docker's words when the pull fails
 */
export async function followPull(
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void,
): Promise<void> {
  let failure: string | undefined;
  let lastText = '';
  const splitter = new LineSplitter(line => {
    const { id, status, error } = parseProgress(line);
    failure = error ?? failure;
    const text = [id, status].filter(Boolean).join(': ');
    // A layer repeats its status with every bit of progress.
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
