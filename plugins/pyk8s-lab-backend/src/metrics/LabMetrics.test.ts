import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import type {
  LabPhase,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { at } from '../__testUtils__/builders';
import { LabMetrics } from './LabMetrics';

interface Measured {
  readonly name: string;
  readonly value: number;
  readonly attributes?: object;
}

/** Metrics whose instruments record their values. */
function world(counts: () => Partial<Record<LabStatus, number>> = () => ({})) {
  const measured: Measured[] = [];
  const instruments = new Map<string, object | undefined>();
  const gauges = new Map<string, (result: unknown) => unknown>();
  const write =
    (name: string, options?: object) =>
    (value: number, attributes?: object) => {
      instruments.set(name, options);
      measured.push({ name, value, attributes });
    };
  const metrics = metricsServiceMock.mock();
  metrics.createHistogram.mockImplementation((name, options) => {
    instruments.set(name, options);
    return { record: write(name, options) };
  });
  metrics.createCounter.mockImplementation((name, options) => {
    instruments.set(name, options);
    return { add: write(name, options) };
  });
  metrics.createObservableGauge.mockImplementation((name, options) => {
    instruments.set(name, options);
    return {
      addCallback: callback => gauges.set(name, callback as () => unknown),
      removeCallback: () => undefined,
    };
  });
  const logger = mockServices.logger.mock();
  const lab = new LabMetrics({
    metrics,
    logger,
    source: { countByStatus: async () => counts(), readers: () => 7 },
  });
  return {
    lab,
    logger,
    measured,
    instruments,
    async read(name: string) {
      const observed: Measured[] = [];
      await gauges.get(name)?.({
        observe: (value: number, attributes?: object) =>
          observed.push({ name, value, attributes }),
      });
      return observed;
    },
  };
}

const phase = (name: LabPhase['name'], from: number, to?: number) => ({
  name,
  startedAt: at(from).toISOString(),
  finishedAt: to === undefined ? undefined : at(to).toISOString(),
});

describe('LabMetrics', () => {
  it('measures times in seconds, in buckets that tell good from bad', async () => {
    const { instruments } = world();
    const histogram = (name: string) =>
      instruments.get(`pyk8s_lab.${name}`) as {
        unit: string;
        advice: { explicitBucketBoundaries: number[] };
      };
    for (const name of [
      'provisioning.duration',
      'provisioning.phase.duration',
      'reconcile.lag',
      'expiry.lag',
    ]) {
      const { unit, advice } = histogram(name);
      const buckets = advice.explicitBucketBoundaries;
      expect(unit).toBe('s');
      expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
    }
    // The promise is that deletion begins within 5 s.
    expect(histogram('expiry.lag').advice.explicitBucketBoundaries).toContain(
      5,
    );
    // The longest attempt that is configured by default.
    expect(
      histogram('provisioning.duration').advice.explicitBucketBoundaries,
    ).toContain(600);
  });

  it('measures the phases of a cluster that was made, and the whole', () => {
    const { lab, measured } = world();
    lab.provisioned([
      phase('image', 0, 1),
      phase('nodes', 1, 5),
      phase('ready', 5, 25),
    ]);
    expect(measured).toEqual([
      {
        name: 'pyk8s_lab.provisioning.phase.duration',
        value: 1,
        attributes: { phase: 'image' },
      },
      {
        name: 'pyk8s_lab.provisioning.phase.duration',
        value: 4,
        attributes: { phase: 'nodes' },
      },
      {
        name: 'pyk8s_lab.provisioning.phase.duration',
        value: 20,
        attributes: { phase: 'ready' },
      },
      {
        name: 'pyk8s_lab.provisioning.duration',
        value: 25,
        attributes: undefined,
      },
    ]);
  });

  it('measures nothing of a cluster that was adopted, or of a phase without end', () => {
    const { lab, measured } = world();
    lab.provisioned([]);
    lab.provisioned([phase('image', 0)]);
    expect(measured).toEqual([]);
  });

  it('counts failures, and says how late things were', () => {
    const { lab, measured } = world();
    lab.failed('provision', 'timeout');
    lab.claimed(1500);
    lab.expired(250);
    // Clocks of replicas differ.
    lab.claimed(-20);
    lab.expired(-20);
    expect(measured).toEqual([
      {
        name: 'pyk8s_lab.step.failures',
        value: 1,
        attributes: { step: 'provision', cause: 'timeout' },
      },
      { name: 'pyk8s_lab.reconcile.lag', value: 1.5, attributes: undefined },
      { name: 'pyk8s_lab.expiry.lag', value: 0.25, attributes: undefined },
      { name: 'pyk8s_lab.reconcile.lag', value: 0, attributes: undefined },
      { name: 'pyk8s_lab.expiry.lag', value: 0, attributes: undefined },
    ]);
  });

  it('says of every status how many labs have it, none included', async () => {
    const { read } = world(() => ({ RUNNING: 3, QUEUED: 1 }));
    const observed = await read('pyk8s_lab.labs');
    expect(
      Object.fromEntries(
        observed.map(({ value, attributes }) => [
          (attributes as { status: string }).status,
          value,
        ]),
      ),
    ).toEqual({
      QUEUED: 1,
      PROVISIONING: 0,
      RUNNING: 3,
      PAUSING: 0,
      PAUSED: 0,
      RESUMING: 0,
      ERROR: 0,
      DELETING: 0,
      DELETED: 0,
    });
    expect(await read('pyk8s_lab.events.readers')).toMatchObject([
      { value: 7 },
    ]);
  });

  it('does not disturb the collection while the database is away', async () => {
    const { read, logger } = world(() => {
      throw new Error('no database');
    });
    expect(await read('pyk8s_lab.labs')).toEqual([]);
    expect(logger.debug).toHaveBeenCalledTimes(1);
  });
});
