import {
  appendOutput,
  BLOCK_COST,
  type OutputBlock,
  type Printed,
} from './output';

/** How a command came to its end. */
export type Ending =
  | {
      readonly how: 'exited';
      readonly exitCode: number;
      readonly durationMs: number;
      readonly truncated: boolean;
      readonly timedOut: boolean;
    }
  | { readonly how: 'cancelled'; readonly durationMs: number }
  /** The server did not run it, and says why. */
  | { readonly how: 'refused'; readonly message: string }
  /** It ran, or may have run, and nobody knows to what end. */
  | { readonly how: 'lost'; readonly message: string }
  /** As lost: the server could not be reached. */
  | { readonly how: 'unreachable' }
  /** As lost: the server stopped without a word of it. */
  | { readonly how: 'unended' };

/** A command that was run, and what came of it. */
export interface ConsoleEntry {
  readonly id: number;
  readonly command: string;
  /** What it was given to read, in lines; undefined when it was given nothing. */
  readonly inputLines?: number;
  readonly blocks: readonly OutputBlock[];
  /** The beginning of its output was forgotten. */
  readonly isCut: boolean;
  /** Undefined while it runs. */
  readonly ending?: Ending;
}

/** What was run in a lab, the oldest first. */
export interface Scrollback {
  readonly entries: readonly ConsoleEntry[];
  /** The id of the next entry. */
  readonly nextId: number;
  /** Older entries were forgotten. */
  readonly isCut: boolean;
}

/** Something that changes a scrollback. */
export type ScrollbackAction =
  | {
      readonly type: 'started';
      readonly command: string;
      readonly input?: string;
    }
  | { readonly type: 'printed'; readonly printed: readonly Printed[] }
  | { readonly type: 'ended'; readonly ending: Ending }
  | { readonly type: 'cleared' };

/** How much is kept of all output of a lab, about in characters. */
export const MAX_SCROLLBACK = 2 * 1024 * 1024;
/** How many commands are kept. */
export const MAX_ENTRIES = 200;

/** Where nothing has run yet. */
export const EMPTY_SCROLLBACK: Scrollback = {
  entries: [],
  nextId: 1,
  isCut: false,
};

const costOf = (blocks: readonly OutputBlock[]) =>
  blocks.reduce((total, { size }) => total + size + BLOCK_COST, 0);

/**
 * The scrollback after something has happened. Only the last command can be one
 * that runs. What is too much goes: the oldest commands first, then the beginning
 * of what the last one printed.
 */
export function scrollbackReducer(
  scrollback: Scrollback,
  action: ScrollbackAction,
): Scrollback {
  const { entries, nextId } = scrollback;
  switch (action.type) {
    case 'started':
      return trimmed({
        ...scrollback,
        nextId: nextId + 1,
        entries: [
          ...entries,
          {
            id: nextId,
            command: action.command,
            inputLines: linesIn(action.input),
            blocks: [],
            isCut: false,
          },
        ],
      });
    case 'printed':
      return trimmed(
        changeRunning(scrollback, ({ blocks }) => ({
          blocks: appendOutput(blocks, action.printed),
        })),
      );
    case 'ended':
      return changeRunning(scrollback, () => ({ ending: action.ending }));
    default:
      return {
        nextId,
        isCut: false,
        entries: entries
          .filter(entry => !entry.ending)
          .map(entry => ({ ...entry, blocks: [], isCut: false })),
      };
  }
}

function changeRunning(
  scrollback: Scrollback,
  change: (entry: ConsoleEntry) => Partial<ConsoleEntry>,
): Scrollback {
  const { entries } = scrollback;
  const last = entries[entries.length - 1];
  return !last || last.ending
    ? scrollback
    : {
        ...scrollback,
        entries: [...entries.slice(0, -1), { ...last, ...change(last) }],
      };
}

function trimmed(scrollback: Scrollback): Scrollback {
  const entries = scrollback.entries.slice(-MAX_ENTRIES);
  let excess =
    entries.reduce((total, entry) => total + costOf(entry.blocks), 0) -
    MAX_SCROLLBACK;
  while (excess > 0 && entries.length > 1) {
    excess -= costOf(entries.shift()!.blocks);
  }
  const isCut = scrollback.isCut || entries.length < scrollback.entries.length;
  if (excess > 0) {
    entries[0] = withoutBeginning(entries[0], excess);
  }
  return { ...scrollback, entries, isCut };
}

function withoutBeginning(entry: ConsoleEntry, excess: number): ConsoleEntry {
  let from = 0;
  for (let left = excess; left > 0; from++) {
    left -= costOf([entry.blocks[from]]);
  }
  return { ...entry, blocks: entry.blocks.slice(from), isCut: true };
}

function linesIn(input: string | undefined): number | undefined {
  return input === undefined
    ? undefined
    : input.replace(/\n$/, '').split('\n').length;
}
