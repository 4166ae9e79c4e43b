import {
  type CommandHistory,
  historyOf,
  MAX_COMMANDS,
  newer,
  older,
  remember,
  withEarlier,
} from './history';

/** Presses keys in a field, and says what it shows after each. */
function press(start: CommandHistory, typed: string, keys: string) {
  let history = start;
  let shown = typed;
  return [...keys].map(key => {
    const step = key === '↑' ? older(history, shown) : newer(history);
    if (step) {
      ({ history, shown } = step);
    }
    return shown;
  });
}

describe('the history of commands', () => {
  it('goes back to the oldest, and forth to what was being typed', () => {
    expect(press(historyOf(['a', 'b', 'c']), 'typ', '↑↑↑↑↓↓↓↓')).toEqual([
      'c',
      'b',
      'a',
      'a',
      'b',
      'c',
      'typ',
      'typ',
    ]);
  });

  it('has nothing to go to when it is empty', () => {
    expect(press(historyOf(), 'typ', '↑↓')).toEqual(['typ', 'typ']);
  });

  it('counts a command once that is run twice in a row', () => {
    const { commands } = ['a', 'a', 'b', 'a'].reduce(remember, historyOf());
    expect(commands).toEqual(['a', 'b', 'a']);
  });

  it('begins at the newest again after a command was run', () => {
    const looked = older(historyOf(['a', 'b']), '')!.history;
    expect(press(remember(looked, 'c'), '', '↑')).toEqual(['c']);
  });

  it('keeps the newest', () => {
    const all = Array.from({ length: MAX_COMMANDS + 5 }, (_, i) => `run ${i}`);
    const { commands } = all.reduce(remember, historyOf());
    expect(commands).toEqual(all.slice(5));
    expect(historyOf(all).commands).toEqual(all.slice(5));
  });

  it('puts what was read late before what was run meanwhile', () => {
    const looked = older(historyOf(['new']), 'typ')!.history;
    const history = withEarlier(looked, ['old', 'older']);
    expect(history.commands).toEqual(['old', 'older', 'new']);
    expect(press(history, 'new', '↑↓↓')).toEqual(['older', 'new', 'typ']);
  });
});
