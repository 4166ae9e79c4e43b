/**
 * Reads the first bytes of something before the rest of it.
 *
 * @param bytes - how many of them are needed; there are fewer only of what is shorter
 * @returns rest: all of it, the first bytes too
 */
export async function peek(
  source: AsyncIterable<Buffer>,
  bytes: number,
): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  const chunks = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < bytes) {
    const { value, done } = await chunks.next();
    if (done) {
      break;
    }
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  return { head, rest: from(head, chunks) };
}

async function* from(
  head: Buffer,
  chunks: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) {
      yield head;
    }
    for (;;) {
      const { value, done } = await chunks.next();
      if (done) {
        return;
      }
      yield value;
    }
  } finally {
    // A reader that stops ends the source.
    await chunks.return?.();
  }
}
