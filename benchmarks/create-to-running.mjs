/**
 * Compares the time from `POST /labs` to RUNNING with that of bare
 * `kind create cluster --wait`, alternately, with the same node image.
 *
 *   node benchmarks/create-to-running.mjs [rounds] [backend's base URL]
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BenchPortal } from './support/BenchPortal.mjs';
import { median, timed } from './support/statistics.mjs';

const run = promisify(execFile);
const rounds = Number(process.argv[2] ?? 3);
const baseUrl = process.argv[3] ?? 'http://localhost:7007';

async function timeLab(portal, name) {
  let lab;
  const [ms] = await timed(1, async () => {
    lab = await portal.createLab({ name });
    await portal.until(lab.id, 'RUNNING');
  });
  await portal.deleteLab(lab.id);
  await portal.until(lab.id, 'DELETED');
  return ms;
}

async function timeKind(folder, name) {
  const kubeconfig = `--kubeconfig=${join(folder, name)}`;
  const image = process.env.KIND_NODE_IMAGE;
  const [ms] = await timed(1, () =>
    run('kind', [
      'create',
      'cluster',
      `--name=${name}`,
      kubeconfig,
      '--wait=300s',
      ...(image ? [`--image=${image}`] : []),
    ]),
  );
  await run('kind', ['delete', 'cluster', `--name=${name}`, kubeconfig]);
  return ms;
}

const seconds = ms => (ms / 1000).toFixed(1);

const folder = await mkdtemp(join(tmpdir(), 'pyk8s-lab-bench-'));
try {
  const portal = await BenchPortal.signIn(baseUrl);
  const ratios = [];
  for (let round = 1; round <= rounds; round++) {
    const name = `bench-${process.pid}-${round}`;
    const kind = await timeKind(folder, name);
    const lab = await timeLab(portal, name);
    ratios.push(lab / kind);
    console.log(
      `round ${round}: kind ${seconds(kind)} s, lab ${seconds(lab)} s, ratio ${(
        lab / kind
      ).toFixed(2)}`,
    );
  }
  console.log(`median ratio ${median(ratios).toFixed(2)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
