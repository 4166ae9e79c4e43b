import { choiceIn, type LogChoice, withChoice } from './choice';
import { logFileName } from './describe';
import { rangeIn, withRange } from './range';
import { resolve, keepCluster } from './resolve';
import { someLogSources } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/testUtils';
import { english } from '../__testUtils__/english';

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

describe('how much of a log a URL asks for', () => {
  const params = (text: string) => new URLSearchParams(text);

  it('comes back as it was, beside which log it is', () => {
    const range = { tail: 10_000, since: '1h' };
    const next = withRange(params('source=node&tail=100'), range);
    expect(next.toString()).toBe('source=node&tail=10000&since=1h');
    expect(rangeIn(next)).toEqual(range);
    // A choice of another log leaves it alone.
    expect(withChoice(next, { source: 'provisioning' }).toString()).toBe(
      'tail=10000&since=1h&source=provisioning',
    );
  });

  it('is the usual unless the URL says otherwise', () => {
    const usual = { tail: 1_000, since: undefined };
    expect(rangeIn(params(''))).toEqual(usual);
    expect(rangeIn(params('tail=7&since=yesterday'))).toEqual(usual);
    expect(withRange(params('tail=100&since=5m'), usual).toString()).toBe('');
  });
});

describe('keepCluster', () => {
  const known = someLogSources();
  const told = { runs: [], nodes: [], pods: [] };

  it('takes what a cluster has not told for what it was', () => {
    const kept = keepCluster(known, { ...told, message: 'It is slow.' });
    expect(kept).toEqual({ ...known, runs: [], message: 'It is slow.' });
  });

  it('takes what it has told for what it is', () => {
    expect(keepCluster(known, told)).toBe(told);
    const first = { ...told, message: 'It is slow.' };
    expect(keepCluster(undefined, first)).toBe(first);
  });
});

describe('resolve', () => {
  const sources = someLogSources();
  const queryOf = (choice: LogChoice) =>
    resolve(english, choice, sources).query;

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
    [{ source: 'provisioning', run: 'old' }, /attempt was removed/],
    [{ source: 'node', node: 'gone' }, /node gone no longer exists/],
    [{ source: 'node', unit: 'docker' }, /no service docker/],
    [
      { source: 'pod', namespace: 'x', pod: 'web' },
      /pod x\/web no longer exists/,
    ],
    [{ source: 'pod', pod: 'web', container: 'no' }, /no container no/],
    [
      { source: 'pod', pod: 'web', container: 'prepare', previous: true },
      /was not restarted/,
    ],
  ])('says that %o is not there', (choice, words) => {
    const { missing, query } = resolve(english, choice, sources);
    expect(missing).toMatch(words);
    expect(query).toBeUndefined();
  });

  it('says when a lab has nothing yet', () => {
    const none = { runs: [], nodes: [], pods: [] };
    expect(resolve(english, { source: 'provisioning' }, none).hint).toMatch(
      /No output yet/,
    );
    expect(resolve(english, { source: 'node' }, none).hint).toMatch(/No nodes/);
    expect(resolve(english, { source: 'pod' }, none).hint).toMatch(/No pods/);
  });

  it('gives a file a name that says what is in it', () => {
    const nameOf = (choice: LogChoice) =>
      logFileName('demo', resolve(english, choice, sources));
    expect(nameOf({ source: 'provisioning' })).toBe('demo-attempt-2.log');
    expect(nameOf(choices[1])).toBe('demo-worker-kubelet.log');
    expect(nameOf(choices[2])).toBe('demo-default-web-server-previous.log');
  });

  it('asks for the run that is to come while a lab is made', () => {
    const none = someLogSources({ runs: [] });
    expect(
      resolve(english, { source: 'provisioning' }, none, true).query,
    ).toEqual({
      source: 'provisioning',
    });
    expect(
      resolve(english, { source: 'provisioning', run: 'gone' }, none, true)
        .missing,
    ).toMatch(/was removed/);
  });

  it('takes nothing for gone that the cluster only has not told', () => {
    const pod = { source: 'pod', namespace: 'shop', pod: 'cart-1' } as const;
    const node = { source: 'node', node: 'worker2', unit: 'kubelet' } as const;
    const silent = someLogSources({ nodes: [], pods: [], message: 'Slow.' });
    expect(resolve(english, pod, silent).query).toEqual(pod);
    expect(resolve(english, node, silent).query).toEqual(node);

    const [first] = sources.pods;
    const many = someLogSources({
      pods: Array.from({ length: 500 }, (_, index) => ({
        ...first,
        name: `web-${index}`,
      })),
    });
    expect(resolve(english, { ...pod, container: 'app' }, many).query).toEqual({
      ...pod,
      container: 'app',
    });
    many.pods.pop();
    expect(resolve(english, pod, many).missing).toMatch(
      /pod shop.cart-1 no longer exists/,
    );
  });
});
