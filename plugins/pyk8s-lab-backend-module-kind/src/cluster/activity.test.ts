import { countPeoplesRequests, tellsPeopleApart } from './activity';

const METRIC = 'apiserver_flowcontrol_dispatched_requests_total';

const sample = (flow: string, value: string) =>
  `${METRIC}{flow_schema="${flow}",priority_level="x"} ${value}\n`;

describe('countPeoplesRequests', () => {
  it('adds up what people have asked for', () => {
    expect(
      countPeoplesRequests(
        `# HELP ${METRIC} counts\n${sample('exempt', '900')}${sample(
          'global-default',
          '3',
        )}${METRIC}{priority_level="x",flow_schema="global-default"} 1e+02`,
      ),
    ).toBe(103);
  });

  it('tells what is not counted from what is 0', () => {
    expect(countPeoplesRequests('other_total{flow_schema="a"} 1\n')).toBe(
      undefined,
    );
    expect(countPeoplesRequests(sample('exempt', '900'))).toBe(0);
  });

  it.each(['NaN', '+Inf', '-1', '1.5', '1e300', 'many', ''])(
    'takes %j for no count, which could not be stored',
    value => {
      expect(
        countPeoplesRequests(
          sample('global-default', value) + sample('global-default', '2'),
        ),
      ).toBe(2);
    },
  );

  it('gives no sum that could not be stored', () => {
    const most = sample('global-default', String(Number.MAX_SAFE_INTEGER));
    expect(countPeoplesRequests(most + most)).toBeUndefined();
  });

  // A pattern that looks for the end of each over all lines takes many minutes.
  it.each(['{', `${METRIC}{\n`, `${METRIC}{flow_schema="\n`, '} ', '\n', ','])(
    'is done at once with metrics full of %j',
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
