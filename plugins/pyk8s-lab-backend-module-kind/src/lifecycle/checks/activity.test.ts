import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PeoplesRequests, tellsPeopleApart } from './activity';

const METRIC = 'apiserver_flowcontrol_dispatched_requests_total';

const sample = (flow: string, value: string) =>
  `${METRIC}{flow_schema="${flow}",priority_level="x"} ${value}\n`;

/** The count of metrics in pieces of a size. */
function countPeoplesRequests(metrics: string, size = 2 ** 16) {
  const requests = new PeoplesRequests();
  const bytes = Buffer.from(metrics);
  for (let from = 0; from < bytes.length; from += size) {
    if (!requests.take(bytes.subarray(from, from + size))) {
      break;
    }
  }
  return requests.end();
}

describe('PeoplesRequests', () => {
  it("sums the users' requests", () => {
    expect(
      countPeoplesRequests(
        `# HELP ${METRIC} counts\n${sample('exempt', '900')}${sample(
          'global-default',
          '3',
        )}${METRIC}{priority_level="x",flow_schema="global-default"} 1e+02`,
      ),
    ).toBe(103);
  });

  it('distinguishes "not counted" from 0', () => {
    expect(countPeoplesRequests('other_total{flow_schema="a"} 1\n')).toBe(
      undefined,
    );
    expect(countPeoplesRequests(sample('exempt', '900'))).toBe(0);
  });

  it.each(['NaN', '+Inf', '-1', '1.5', '1e300', 'many', ''])(
    'ignores the count %j, which could not be stored',
    value => {
      expect(
        countPeoplesRequests(
          sample('global-default', value) + sample('global-default', '2'),
        ),
      ).toBe(2);
    },
  );

  it.each([1, 2, 7, 100])('takes pieces of %i bytes', size => {
    const metrics = `# HELP é\n${sample('global-default', '3')}${sample(
      'pyk8s-lab-viewers',
      '40',
    )}# HELP other\n`;
    expect(countPeoplesRequests(metrics, size)).toBe(43);
  });

  it('stops after the samples of the metric', () => {
    const take = (requests: PeoplesRequests, text: string) =>
      requests.take(Buffer.from(text));
    const requests = new PeoplesRequests();
    expect(take(requests, '# HELP a\na 1\n')).toBe(true);
    expect(take(requests, sample('global-default', '3'))).toBe(true);
    expect(take(requests, sample('global-default', 'NaN'))).toBe(true);
    expect(take(requests, sample('exempt', '4'))).toBe(true);
    expect(take(requests, '# HELP next')).toBe(true);
    expect(take(requests, '\n')).toBe(false);
    expect(take(requests, sample('global-default', '5'))).toBe(false);
    expect(requests.end()).toBe(3);
  });

  it('skips lines of megabytes, and does not keep them', () => {
    const requests = new PeoplesRequests();
    const piece = Buffer.alloc(2 ** 16, `${METRIC}{flow_schema="`);
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const held = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = held();
    for (let n = 0; n < 1_024; n++) {
      expect(requests.take(piece)).toBe(true);
    }
    expect(held() - before).toBeLessThan(8 * 2 ** 20);
    requests.take(Buffer.from(`\n${sample('global-default', '3')}`));
    expect(requests.end()).toBe(3);
  });

  it('returns no sum that could not be stored', () => {
    const most = sample('global-default', String(Number.MAX_SAFE_INTEGER));
    expect(countPeoplesRequests(most + most)).toBeUndefined();
  });

  // A quadratic pattern takes many minutes.
  it.each(['{', `${METRIC}{\n`, `${METRIC}{flow_schema="\n`, '} ', '\n', ','])(
    'takes linear time for metrics full of %j',
    text => {
      const metrics = text.repeat(Math.ceil(4_000_000 / text.length));
      expect(countPeoplesRequests(metrics)).toBeUndefined();
      expect(countPeoplesRequests(`${METRIC}{${metrics}} 1`)).toBeUndefined();
    },
  );
});

describe('tellsPeopleApart', () => {
  it.each([
    ['v1.29.0', true],
    ['v1.28.9', false],
    ['v2.0.0', true],
    ['1.34', false],
    [`v${'1'.repeat(1_000_000)}`, false],
    ['', false],
  ])('%j: %j', (version, expected) => {
    expect(tellsPeopleApart(version.slice(0, 1_000_001))).toBe(expected);
  });
});
