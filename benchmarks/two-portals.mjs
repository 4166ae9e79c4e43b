/**
 * Compares two portals, such as those of two commits, alternately: the list of labs, an
 * event to many readers, and a lab from `POST /labs` to RUNNING. Ratios below 1 favour
 * the first.
 *
 *   node benchmarks/two-portals.mjs FIRST SECOND [rounds] [labs] [readers]
 *
 * FIRST and SECOND are the base URLs of the backends.
 */
import { loadavg } from 'node:os';
import { BenchPortal } from './support/BenchPortal.mjs';
import { median, percentile, timed } from './support/statistics.mjs';

const [firstUrl, secondUrl, ...numbers] = process.argv.slice(2);
const [rounds = 3, labs = 200, readers = 300] = numbers.map(Number);
if (!secondUrl) {
  process.stderr.write(
    'Usage: node benchmarks/two-portals.mjs FIRST SECOND [rounds] [labs] [readers]\n',
  );
  process.exit(2);
}

const EVENTS = 20;
const PAGES = 100;
/** With kind, and with simulated clusters, which show the portal's own overhead. */
const PROVIDERS = ['kind', 'simulated'];
const LABS_AT_ONCE = 20;

const portals = await Promise.all(
  [firstUrl, secondUrl].map(url => BenchPortal.signIn(url)),
);

async function fill(portal) {
  const ids = [];
  while (ids.length < labs) {
    const batch = Math.min(LABS_AT_ONCE, labs - ids.length);
    const made = await Promise.all(
      Array.from({ length: batch }, (_, n) =>
        portal.createLab({
          name: `list-${process.pid}-${ids.length + n}`,
          provider: 'simulated',
          ttl: '2h',
        }),
      ),
    );
    await Promise.all(made.map(({ id }) => portal.until(id, 'RUNNING')));
    ids.push(...made.map(({ id }) => id));
  }
  return ids;
}

async function timeCreation(portal, provider, name) {
  let lab;
  const [ms] = await timed(1, async () => {
    lab = await portal.createLab({ name, provider, ttl: '1h' });
    await portal.until(lab.id, 'RUNNING');
  });
  await portal.deleteLab(lab.id);
  await portal.until(lab.id, 'DELETED');
  return [ms];
}

const measures = {
  'a page of 50 labs': async portal => {
    const { nextCursor } = await portal.json('/labs?limit=50');
    const next = new URLSearchParams({ limit: '50', cursor: nextCursor ?? '' });
    return timed(PAGES, n =>
      portal.json(n % 2 && nextCursor ? `/labs?${next}` : '/labs?limit=50'),
    );
  },
  [`an event to ${readers} readers`]: (portal, { ids }) =>
    portal.eventLatencies(ids[0], { readers, events: EVENTS }),
  ...Object.fromEntries(
    PROVIDERS.map(provider => [
      `create to RUNNING, ${provider}`,
      (portal, { round }) =>
        timeCreation(portal, provider, `bench-${process.pid}-${round}`),
    ]),
  ),
};

const filled = [];
try {
  for (const portal of portals) {
    filled.push(await fill(portal));
  }
  console.log(
    `medians of ${rounds} rounds, ${labs} labs in each portal; first against second; load average ${loadavg()[0].toFixed(
      1,
    )}`,
  );
  for (const [what, measure] of Object.entries(measures)) {
    const took = portals.map(() => []);
    for (let round = 0; round < rounds; round++) {
      // The portals alternate in going first, so that none has an advantage.
      const order = round % 2 ? [1, 0] : [0, 1];
      for (const which of order) {
        took[which].push(
          ...(await measure(portals[which], { ids: filled[which], round })),
        );
      }
    }
    const [a, b] = took.map(median);
    const [a95, b95] = took.map(values => percentile(values, 95));
    console.log(
      `${what}: p50 ${a.toFixed(1)} and ${b.toFixed(1)} ms, ratio ${(
        a / b
      ).toFixed(2)}; p95 ${a95.toFixed(1)} and ${b95.toFixed(1)} ms, ratio ${(
        a95 / b95
      ).toFixed(2)}`,
    );
  }
} finally {
  for (const [which, ids] of filled.entries()) {
    await Promise.all(ids.map(id => portals[which].deleteLab(id)));
  }
  portals.forEach(portal => portal.close());
}
