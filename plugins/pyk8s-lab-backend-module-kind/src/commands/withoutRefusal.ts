import { InputError } from '@backstage/errors';

/** The kubelet's error texts, sent as if they were the log. */
const REFUSAL = 'unable to retrieve container logs for ';

/**
 * Detects errors in a log that was requested with timestamps. For a removed container
 * the kubelet responds with an error text and status 200, which would look like a
 * line of the log; real lines start with a timestamp.
 *
 * @param what - the name of the log, for errors
 * @throws InputError when the log does not exist
 */
export async function* withoutRefusal(
  chunks: AsyncIterable<Uint8Array>,
  what: string,
): AsyncGenerator<Uint8Array, void> {
  let begin: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (begin === undefined) {
      yield chunk;
      continue;
    }
    begin = Buffer.concat([begin, chunk]);
    if (begin.length >= REFUSAL.length || !isPartOfRefusal(begin)) {
      assertLog(begin, what);
      yield begin;
      begin = undefined;
    }
  }
  if (begin !== undefined && begin.length > 0) {
    yield begin;
  }
}

function isPartOfRefusal(begin: Buffer): boolean {
  return REFUSAL.startsWith(begin.toString('latin1'));
}

function assertLog(begin: Buffer, what: string): void {
  if (begin.toString('latin1', 0, REFUSAL.length) === REFUSAL) {
    throw new InputError(
      `There is no log of ${what}: its container was deleted, and the node keeps no log of it.`,
    );
  }
}
