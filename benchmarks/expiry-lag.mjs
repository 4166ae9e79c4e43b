/**
 * The delay between the expiry of labs and the start of their deletion: many simulated
 * labs on the real clock, by the portal's own record.
 *
 *   node benchmarks/expiry-lag.mjs [labs] [backend's base URL]
 *
 * The portal needs `pyk8sLab.ttl.min` of 10 s, and `quotas.simulated`, changeRate and
 * createRate that allow one user as many labs.
 */
import { BenchPortal } from './support/BenchPortal.mjs';
import { percentile } from './support/statistics.mjs';

const count = Number(process.argv[2] ?? 300);
const baseUrl = process.argv[3] ?? 'http://localhost:7007';
const portal = await BenchPortal.signIn(baseUrl);

const ids = [];
for (let n = 0; n < count; n++) {
  const lab = await portal.createLab({
    name: `lag-${process.pid}-${n}`,
    provider: 'simulated',
    ttl: '10s',
  });
  ids.push(lab.id);
}
const lags = [];
for (const id of ids) {
  for (;;) {
    const { items } = await portal.json(`/labs/${id}/activity?limit=200`);
    const expired = items.find(({ type }) => type === 'lab.expired');
    if (expired && items.some(({ type }) => type === 'lab.deleted')) {
      const running = items.find(({ type }) => type === 'lab.running');
      lags.push(Date.parse(expired.at) - (Date.parse(running.at) + 10_000));
      break;
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}
const [p50, p95, p99, most] = [50, 95, 99, 100].map(p => percentile(lags, p));
console.log(
  `${count} labs: expiry lag p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, most ${most} ms`,
);
