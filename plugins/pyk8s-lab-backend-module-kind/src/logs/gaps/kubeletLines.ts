const NEW_LINE = 0x0a;
const SPACE = 0x20;
/** The time, the stream and the tag before the text of a line. */
const HEAD = /^(\S{1,40} )(?:stdout|stderr) ([A-Z])(?::\S*)?$/;
const MAX_HEAD_BYTES = 80;

/**
 * The lines of a container's log file as the kubelet prints them with timestamps. The
 * runtime splits long lines; only the last part has a newline.
 *
 * @see https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
 */
export async function* kubeletLines(
  file: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  let head = Buffer.alloc(0);
  let isText = false;
  let isPartial = false;
  let continues = false;
  for await (const chunk of file) {
    const bytes = Buffer.concat([head, chunk]);
    const printed: Uint8Array[] = [];
    let at = 0;
    while (at < bytes.length) {
      const end = bytes.indexOf(NEW_LINE, at);
      if (!isText) {
        const textAt = textBegin(bytes, at);
        if (
          textAt === undefined &&
          end < 0 &&
          bytes.length - at < MAX_HEAD_BYTES
        ) {
          break;
        }
        const [, time, tag] =
          (textAt !== undefined &&
            HEAD.exec(bytes.toString('latin1', at, textAt - 1))) ||
          [];
        if (time !== undefined && textAt !== undefined) {
          if (!continues) {
            printed.push(Buffer.from(time, 'latin1'));
          }
          at = textAt;
        }
        isPartial = tag === 'P';
        isText = true;
      }
      const stop = end < 0 ? bytes.length : end + (isPartial ? 0 : 1);
      printed.push(bytes.subarray(at, stop));
      at = end < 0 ? bytes.length : end + 1;
      if (end >= 0) {
        isText = false;
        continues = isPartial;
      }
    }
    head = bytes.subarray(at);
    if (printed.length > 0) {
      yield Buffer.concat(printed);
    }
  }
}

/** The start of the text, after the third space of a line. */
function textBegin(bytes: Buffer, from: number): number | undefined {
  let at = from;
  for (let spaces = 0; spaces < 3; at++) {
    if (
      at >= bytes.length ||
      at - from >= MAX_HEAD_BYTES ||
      bytes[at] === NEW_LINE
    ) {
      return undefined;
    }
    if (bytes[at] === SPACE) {
      spaces += 1;
    }
  }
  return at;
}
