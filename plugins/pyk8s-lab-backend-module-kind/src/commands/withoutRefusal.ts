import { InputError } from '@backstage/errors';

/** What kubelet answers, as the text of a log, for one that it does not have. */
const REFUSAL = 'unable to retrieve container logs for ';

/**
 * A log that was asked for with its times. Of a container that is gone kubelet
 * answers with a sentence and status 200, which would look like a line of the log;
 * real ones begin with a time.
 *
 * @param what - names the log
 * @throws InputError when there is no such log
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
