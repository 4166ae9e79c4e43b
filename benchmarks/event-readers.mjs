/**
 * The time until an event reaches every reader, with many readers and with one, on a
 * portal with simulated labs.
 *
 *   node benchmarks/event-readers.mjs [readers] [events] [backend's base URL]
 */
import { BenchPortal } from './support/BenchPortal.mjs';
import { percentile } from './support/statistics.mjs';

const readers = Number(process.argv[2] ?? 1000);
const events = Number(process.argv[3] ?? 50);
const baseUrl = process.argv[4] ?? 'http://localhost:7007';

const portal = await BenchPortal.signIn(baseUrl);
const lab = await portal.createLab({
  name: `readers-${process.pid}`,
  provider: 'simulated',
  ttl: '1h',
});
try {
  await portal.until(lab.id, 'RUNNING');
  const results = [];
  for (const count of [1, readers]) {
    const latencies = await portal.eventLatencies(lab.id, {
      readers: count,
      events,
    });
    results.push(latencies);
    const [p50, p95, p99] = [50, 95, 99].map(p =>
      percentile(latencies, p).toFixed(1),
    );
    console.log(
      `${count} readers, ${events} events: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`,
    );
  }
  const [one, many] = results.map(latencies => percentile(latencies, 95));
  console.log(`p95 ratio ${(many / one).toFixed(1)}`);
} finally {
  await portal.deleteLab(lab.id);
  portal.close();
}
