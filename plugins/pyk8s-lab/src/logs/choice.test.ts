import { choiceIn, type LogChoice, withChoice } from './choice';
import { logFileName } from './fileName';
import { resolve } from './resolve';
import { someLogSources } from '../__testUtils__/builders';

const choices: LogChoice[] = [
  { source: 'provisioning', run: 'run-1' },
  { source: 'node', node: 'worker', unit: 'kubelet' },
  {
    source: 'pod',
    namespace: 'default',
    pod: 'web',
    container: 'server',
    previous: true,
  },
];

describe('a choice in a URL', () => {
  it.each(choices)('comes back as it was: %o', choice => {
    const params = withChoice(new URLSearchParams('source=pod&pod=x'), choice);
    expect(choiceIn(params)).toEqual(choice);
  });

  it('leaves alone what is not its own', () => {
    expect(
      withChoice(new URLSearchParams('extend=1h&run=x'), {
        source: 'node',
      }).toString(),
    ).toBe('extend=1h&source=node');
  });

  it('is how the lab was made unless the URL says otherwise', () => {
    expect(choiceIn(new URLSearchParams())).toEqual({ source: 'provisioning' });
    expect(choiceIn(new URLSearchParams('source=nonsense')).source).toBe(
      'provisioning',
    );
  });
});

describe('resolve', () => {
  const sources = someLogSources();
  const queryOf = (choice: LogChoice) => resolve(choice, sources).query;

  it('finds the usual where nothing was chosen', () => {
    expect(queryOf({ source: 'provisioning' })).toEqual({
      source: 'provisioning',
      run: 'run-2',
    });
    expect(queryOf({ source: 'node' })).toEqual({
      source: 'node',
      node: 'control-plane',
    });
    // The first container that goes on running, rather than the first.
    expect(
      queryOf({ source: 'pod', namespace: 'default', pod: 'web' }),
    ).toEqual({
      source: 'pod',
      namespace: 'default',
      pod: 'web',
      container: 'server',
    });
    expect(queryOf({ source: 'pod' })).toBeUndefined();
  });

  it.each<[LogChoice, RegExp]>([
    [{ source: 'provisioning', run: 'old' }, /attempt is not kept/],
    [{ source: 'node', node: 'gone' }, /no node gone/],
    [{ source: 'node', unit: 'docker' }, /no service docker/],
    [{ source: 'pod', namespace: 'x', pod: 'web' }, /no pod x\/web/],
    [{ source: 'pod', pod: 'web', container: 'no' }, /no container no/],
    [
      { source: 'pod', pod: 'web', container: 'prepare', previous: true },
      /not started again/,
    ],
  ])('says that %o is not there', (choice, words) => {
    const { missing, query } = resolve(choice, sources);
    expect(missing).toMatch(words);
    expect(query).toBeUndefined();
  });

  it('says when a lab has nothing yet', () => {
    const none = { runs: [], nodes: [], pods: [] };
    expect(resolve({ source: 'provisioning' }, none).hint).toMatch(/not.*yet/);
    expect(resolve({ source: 'node' }, none).hint).toMatch(/no nodes/);
    expect(resolve({ source: 'pod' }, none).hint).toMatch(/no pods/);
  });

  it('gives a file a name that says what is in it', () => {
    const nameOf = (choice: LogChoice) =>
      logFileName('demo', resolve(choice, sources));
    expect(nameOf({ source: 'provisioning' })).toBe('demo-attempt-2.log');
    expect(nameOf(choices[1])).toBe('demo-worker-kubelet.log');
    expect(nameOf(choices[2])).toBe('demo-default-web-server-previous.log');
  });
});
