/**
 * How late the deletion of labs begins whose time is over: many simulated labs on
 * the real clock, by the portal's own record.
 *
 *   node benchmarks/expiry-lag.mjs [labs] [backend's base URL]
 *
 * The portal needs `pyk8sLab.ttl.min` of 10 s, and `quotas.simulated`, a changeRate
 * and a createRate that let one person have as many labs.
 */
const count = Number(process.argv[2] ?? 300);
const baseUrl = process.argv[3] ?? 'http://localhost:7007';
const api = `${baseUrl}/api/pyk8s-lab`;

const signedIn = await fetch(`${baseUrl}/api/auth/demo/refresh`, {
  headers: { 'x-demo-user': 'alice' },
});
const { backstageIdentity } = await signedIn.json();
const headers = { Authorization: `Bearer ${backstageIdentity.token}` };

async function json(path, init = {}) {
  const response = await fetch(`${api}${path}`, {
    ...init,
    headers: { ...headers, 'Content-Type': 'application/json' },
  });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(JSON.stringify(body));
  }
  return body;
}

const ids = [];
for (let n = 0; n < count; n++) {
  const lab = await json('/labs', {
    method: 'POST',
    body: JSON.stringify({
      name: `lag-${process.pid}-${n}`,
      provider: 'simulated',
      ttl: '10s',
    }),
  });
  ids.push(lab.id);
}
const lags = [];
for (const id of ids) {
  for (;;) {
    const { items } = await json(`/labs/${id}/activity?limit=200`);
    const expired = items.find(({ type }) => type === 'lab.expired');
    if (expired && items.some(({ type }) => type === 'lab.deleted')) {
      const running = items.find(({ type }) => type === 'lab.running');
      lags.push(Date.parse(expired.at) - (Date.parse(running.at) + 10_000));
      break;
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}
lags.sort((a, b) => a - b);
const at = p =>
  lags[Math.min(lags.length - 1, Math.floor((lags.length * p) / 100))];
console.log(
  `${count} labs: expiry lag p50 ${at(50)} ms, p95 ${at(95)} ms, p99 ${at(
    99,
  )} ms, most ${at(100)} ms`,
);
