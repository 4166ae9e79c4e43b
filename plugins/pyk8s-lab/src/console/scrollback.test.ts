import { textOf } from './output';
import {
  EMPTY_SCROLLBACK,
  type Ending,
  MAX_ENTRIES,
  MAX_SCROLLBACK,
  type Scrollback,
  type ScrollbackAction,
  scrollbackReducer,
} from './scrollback';

const EXITED: Ending = {
  how: 'exited',
  exitCode: 0,
  durationMs: 5,
  truncated: false,
  timedOut: false,
};
const start = (command: string, input?: string): ScrollbackAction => ({
  type: 'started',
  command,
  input,
});
const print = (text: string): ScrollbackAction => ({
  type: 'printed',
  printed: [{ stream: 'stdout', text }],
});
const end: ScrollbackAction = { type: 'ended', ending: EXITED };
const clear: ScrollbackAction = { type: 'cleared' };

const after = (...actions: ScrollbackAction[]) =>
  actions.reduce(scrollbackReducer, EMPTY_SCROLLBACK);
const shown = ({ entries }: Scrollback) =>
  entries.map(({ command, blocks }) => `${command}: ${textOf(blocks)}`);
const block = `${'x'.repeat(1_023)}\n`.repeat(256);

describe('scrollbackReducer', () => {
  it('keeps what was run, and what came of it', () => {
    const { entries } = after(start('a'), print('1'), print('2'), end);
    expect(entries).toMatchObject([
      { id: 1, command: 'a', ending: EXITED, isCut: false },
    ]);
    expect(textOf(entries[0].blocks)).toBe('12');
  });

  it('counts the lines of the input', () => {
    expect(after(start('a', 'x\ny\n')).entries[0].inputLines).toBe(2);
    expect(after(start('a', '')).entries[0].inputLines).toBe(1);
    expect(after(start('a')).entries[0].inputLines).toBeUndefined();
  });

  it('does not change what has ended', () => {
    const ended = after(start('a'), end);
    expect(scrollbackReducer(ended, print('late'))).toEqual(ended);
  });

  it('forgets the oldest commands when all is too much', () => {
    const long = [print(block.repeat(4)), end];
    const { entries, isCut } = after(
      start('a'),
      ...long,
      start('b'),
      ...long,
      start('c'),
      print('short'),
    );
    expect(entries.map(({ command }) => command)).toEqual(['b', 'c']);
    expect(isCut).toBe(true);
  });

  it('forgets the beginning of one that prints too much by itself', () => {
    const { entries, isCut } = after(
      start('a'),
      print('first\n'),
      print(block.repeat(9)),
      print('last'),
    );
    const text = textOf(entries[0].blocks);
    expect(text).not.toMatch(/^first/);
    expect(text).toMatch(/last$/);
    expect(text.length).toBeLessThanOrEqual(MAX_SCROLLBACK);
    expect(text.length).toBeGreaterThan(MAX_SCROLLBACK * 0.9);
    expect(entries[0].isCut).toBe(true);
    expect(isCut).toBe(false);
  });

  it('bounds how many blocks there are, however little each holds', () => {
    const printed = Array.from({ length: 20_000 }, (_, index) => ({
      stream: index % 2 ? ('stderr' as const) : ('stdout' as const),
      text: '.\n',
    }));
    const { entries } = after(start('a'), { type: 'printed', printed });
    expect(entries[0].blocks.length).toBeLessThan(9_000);
    expect(entries[0].isCut).toBe(true);
  });

  it('bounds how many commands there are', () => {
    const actions = Array.from({ length: MAX_ENTRIES + 1 }, (_, index) => [
      start(`run ${index}`),
      end,
    ]);
    const { entries, isCut } = after(...actions.flat());
    expect(entries).toHaveLength(MAX_ENTRIES);
    expect(entries[0].command).toBe('run 1');
    expect(isCut).toBe(true);
  });

  it('clears everything but the command that runs', () => {
    const state = after(start('a'), print('1'), end, start('b'), print('2'));
    const cleared = scrollbackReducer(state, clear);
    expect(shown(cleared)).toEqual(['b: ']);
    expect(shown(scrollbackReducer(cleared, print('3')))).toEqual(['b: 3']);
    expect(after(start('a'), end, clear, start('b')).entries[0].id).toBe(2);
  });
});
