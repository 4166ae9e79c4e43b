/**
 * Compares the time from `POST /labs` to RUNNING with that of bare
 * `kind create cluster --wait`, in turn, with the same node image.
 *
 *   node benchmarks/create-to-running.mjs [rounds] [backend's base URL]
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const rounds = Number(process.argv[2] ?? 3);
const baseUrl = process.argv[3] ?? 'http://localhost:7007';
const api = `${baseUrl}/api/pyk8s-lab`;

async function signIn() {
  const response = await fetch(`${baseUrl}/api/auth/demo/refresh`, {
    headers: { 'x-demo-user': 'alice' },
  });
  const { backstageIdentity } = await response.json();
  return { Authorization: `Bearer ${backstageIdentity.token}` };
}

/** Resolves when the lab's stream of events says that it has the status. */
async function until(headers, id, status) {
  const response = await fetch(`${api}/events?lab=${id}`, {
    headers: { ...headers, 'Last-Event-ID': '0' },
  });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes(`"status":"${status}"`)) {
    const { value, done } = await reader.read();
    if (done || text.includes('"status":"ERROR"')) {
      throw new Error(`the lab did not become ${status}`);
    }
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
}

async function timeLab(headers, round) {
  const began = performance.now();
  const response = await fetch(`${api}/labs`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: `bench-${process.pid}-${round}` }),
  });
  const lab = await response.json();
  await until(headers, lab.id, 'RUNNING');
  const seconds = (performance.now() - began) / 1000;
  await fetch(`${api}/labs/${lab.id}`, { method: 'DELETE', headers });
  await until(headers, lab.id, 'DELETED');
  return seconds;
}

async function timeKind(folder, round) {
  const name = `bench-${process.pid}-${round}`;
  const kubeconfig = `--kubeconfig=${join(folder, name)}`;
  const image = process.env.KIND_NODE_IMAGE;
  const began = performance.now();
  await run('kind', [
    'create',
    'cluster',
    `--name=${name}`,
    kubeconfig,
    '--wait=300s',
    ...(image ? [`--image=${image}`] : []),
  ]);
  const seconds = (performance.now() - began) / 1000;
  await run('kind', ['delete', 'cluster', `--name=${name}`, kubeconfig]);
  return seconds;
}

const median = values => [...values].sort((a, b) => a - b)[values.length >> 1];

const folder = await mkdtemp(join(tmpdir(), 'pyk8s-lab-bench-'));
try {
  const headers = await signIn();
  const ratios = [];
  for (let round = 1; round <= rounds; round++) {
    const kind = await timeKind(folder, round);
    const lab = await timeLab(headers, round);
    ratios.push(lab / kind);
    console.log(
      `round ${round}: kind ${kind.toFixed(1)} s, lab ${lab.toFixed(
        1,
      )} s, ratio ${(lab / kind).toFixed(2)}`,
    );
  }
  console.log(`median ratio ${median(ratios).toFixed(2)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
