/**
 * How long an event takes to reach every reader, with many readers and with one,
 * on a portal with simulated labs. Each event counts from the moment that a single
 * extra reader, which is there in both runs, has it.
 *
 *   node benchmarks/event-readers.mjs [readers] [events] [backend's base URL]
 */
import { Agent, request } from 'node:http';

const readers = Number(process.argv[2] ?? 1000);
const events = Number(process.argv[3] ?? 50);
const baseUrl = process.argv[4] ?? 'http://localhost:7007';
const api = `${baseUrl}/api/pyk8s-lab`;
const agent = new Agent({ maxSockets: Infinity });

async function signIn() {
  const response = await fetch(`${baseUrl}/api/auth/demo/refresh`, {
    headers: { 'x-demo-user': 'alice' },
  });
  const { backstageIdentity } = await response.json();
  return { Authorization: `Bearer ${backstageIdentity.token}` };
}

/** Opens a stream; `onEvent` is called with each event's id. */
function open(headers, onEvent) {
  return new Promise((resolve, reject) => {
    const call = request(`${api}/events`, { agent, headers }, response => {
      if (response.statusCode !== 200) {
        reject(new Error(`the stream was refused: ${response.statusCode}`));
        return;
      }
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', text => {
        const at = performance.now();
        const lines = (rest + text).split('\n');
        rest = lines.pop();
        for (const line of lines) {
          if (line.startsWith('id: ')) {
            onEvent(line.slice(4), at);
          }
        }
      });
      resolve(() => call.destroy());
    });
    call.on('error', error => (call.destroyed ? undefined : reject(error)));
    call.end();
  });
}

const percentile = (values, p) =>
  [...values].sort((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor((values.length * p) / 100))
  ];

/** The milliseconds from the patch's answer until each reader had its event. */
async function measure(headers, id, count) {
  const seen = new Map();
  const closers = [];
  const note = (event, at) => {
    const times = seen.get(event) ?? [];
    times.push(at);
    seen.set(event, times);
  };
  while (closers.length < count) {
    const batch = Math.min(50, count - closers.length);
    closers.push(
      ...(await Promise.all(
        Array.from({ length: batch }, () => open(headers, note)),
      )),
    );
  }
  const latencies = [];
  for (let n = 0; n < events; n++) {
    seen.clear();
    const sent = performance.now();
    const response = await fetch(`${api}/labs/${id}`, {
      method: 'PATCH',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ purpose: `event ${n} for ${count}` }),
    });
    if (!response.ok) {
      throw new Error(await response.text());
    }
    const deadline = performance.now() + 30_000;
    const all = () => [...seen.values()].find(times => times.length === count);
    while (!all()) {
      if (performance.now() > deadline) {
        throw new Error('an event did not reach every reader');
      }
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    latencies.push(...all().map(at => at - sent));
  }
  closers.forEach(close => close());
  return latencies;
}

const headers = await signIn();
const created = await fetch(`${api}/labs`, {
  method: 'POST',
  headers: { ...headers, 'Content-Type': 'application/json' },
  body: JSON.stringify({
    name: `readers-${process.pid}`,
    provider: 'simulated',
    ttl: '1h',
  }),
});
const lab = await created.json();
if (!created.ok) {
  throw new Error(JSON.stringify(lab));
}
try {
  let { status } = lab;
  while (status !== 'RUNNING') {
    await new Promise(resolve => setTimeout(resolve, 200));
    ({ status } = await (
      await fetch(`${api}/labs/${lab.id}`, { headers })
    ).json());
  }
  const results = [];
  for (const count of [1, readers]) {
    const latencies = await measure(headers, lab.id, count);
    results.push(latencies);
    console.log(
      `${count} readers, ${events} events: p50 ${percentile(
        latencies,
        50,
      ).toFixed(1)} ms, p95 ${percentile(latencies, 95).toFixed(
        1,
      )} ms, p99 ${percentile(latencies, 99).toFixed(1)} ms`,
    );
  }
  console.log(
    `p95 ratio ${(
      percentile(results[1], 95) / percentile(results[0], 95)
    ).toFixed(1)}`,
  );
} finally {
  await fetch(`${api}/labs/${lab.id}`, { method: 'DELETE', headers });
  agent.destroy();
}
