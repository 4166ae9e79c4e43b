import type { LabExecFrame } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** A piece of what a command prints, as plain text. */
export type Printed = Omit<Extract<LabExecFrame, { type: 'output' }>, 'type'>;

/**
 * Some lines that are drawn together. It begins where a line begins, and the
 * lines after it are another block's, so that text that comes changes only the
 * last block. Only a line that two streams share has more than one piece.
 */
export interface OutputBlock {
  readonly id: number;
  readonly pieces: readonly Printed[];
  /** In characters. */
  readonly size: number;
}

/** About how much of it is drawn again when something is printed, in characters. */
const BLOCK_SIZE = 8_192;
/** A line that is longer goes on in a block of its own. */
const MAX_LINE = 65_536;

/**
 * What a block costs beside its text, in characters: a thousand short lines of
 * changing streams take the browser more than one long text does.
 */
export const BLOCK_COST = 256;

const lastOf = (pieces: readonly Printed[]) => pieces[pieces.length - 1];

/** Adds what was printed to the blocks before it. */
export function appendOutput(
  blocks: readonly OutputBlock[],
  printed: readonly Printed[],
): OutputBlock[] {
  const result = [...blocks];
  for (const piece of printed) {
    append(result, piece);
  }
  return result;
}

function append(blocks: OutputBlock[], { stream, text }: Printed): void {
  let rest = text;
  while (rest) {
    const last = blocks[blocks.length - 1];
    const room = last ? roomIn(last, stream, rest) : 0;
    if (room > 0) {
      blocks[blocks.length - 1] = extended(last, stream, rest.slice(0, room));
    } else {
      blocks.push({ id: (last?.id ?? 0) + 1, pieces: [], size: 0 });
    }
    rest = rest.slice(room);
  }
}

/** How much of a text the block takes. */
function roomIn(block: OutputBlock, stream: string, text: string): number {
  const { pieces, size } = block;
  const isMidLine = size > 0 && !lastOf(pieces).text.endsWith('\n');
  const isOfStream = pieces.every(piece => piece.stream === stream);
  const most = isOfStream ? Math.max(0, BLOCK_SIZE - size) : 0;
  if (text.length <= most) {
    return text.length;
  }
  if (most === 0 && !isMidLine) {
    return 0;
  }
  // To the end of the line, unless that is too far.
  const lineEnd = text.indexOf('\n', Math.max(0, most - 1)) + 1;
  const end = lineEnd || text.length;
  return whole(text, Math.min(end, Math.max(0, MAX_LINE - size)));
}

/** Does not cut a character in two. */
function whole(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  const isFirstHalf = code >= 0xd800 && code <= 0xdbff && end < text.length;
  return isFirstHalf ? end - 1 : end;
}

function extended(
  { id, pieces, size }: OutputBlock,
  stream: Printed['stream'],
  text: string,
): OutputBlock {
  const last = lastOf(pieces);
  return {
    id,
    size: size + text.length,
    pieces:
      last?.stream === stream
        ? [...pieces.slice(0, -1), { stream, text: last.text + text }]
        : [...pieces, { stream, text }],
  };
}

/** All that was printed, as it came. */
export function textOf(blocks: readonly OutputBlock[]): string {
  return blocks
    .flatMap(({ pieces }) => pieces.map(({ text }) => text))
    .join('');
}
