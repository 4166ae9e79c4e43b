/**
 * Compares the time from `POST /labs` to RUNNING with that of bare
 * `kind create cluster --wait`, in turn, with the same node image: for a lab of one
 * node, and for one with two workers. A lab before them is not counted: the first
 * cluster of a node image after a start of the portal takes longer.
 *
 *   npm run bench -- create-to-running [rounds] [backend's base URL]
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BenchPortal } from './support/BenchPortal.mjs';
import { load, report } from './support/report.mjs';
import { median, timed } from './support/statistics.mjs';

const run = promisify(execFile);
const rounds = Number(process.argv[2] ?? 3);
const baseUrl = process.argv[3] ?? 'http://localhost:7007';
/** The most that a lab with so many workers may take, as a part of bare kind. */
const GOALS = { 0: 0.65, 2: 0.9 };

async function timeLab(portal, body) {
  let lab;
  const [ms] = await timed(1, async () => {
    lab = await portal.createLab(body);
    await portal.until(lab.id, 'RUNNING');
  });
  const { phases } = await portal.json(`/labs/${lab.id}`);
  await portal.deleteLab(lab.id);
  await portal.until(lab.id, 'DELETED');
  return { ms, phases };
}

async function timeKind(folder, name, workers) {
  const kubeconfig = `--kubeconfig=${join(folder, name)}`;
  const image = process.env.KIND_NODE_IMAGE;
  const config = join(folder, `${name}.yaml`);
  const nodes = ['control-plane', ...Array(workers).fill('worker')];
  await writeFile(
    config,
    JSON.stringify({
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      nodes: nodes.map(role => ({ role })),
    }),
  );
  const [ms] = await timed(1, () =>
    run('kind', [
      'create',
      'cluster',
      `--name=${name}`,
      kubeconfig,
      `--config=${config}`,
      '--wait=300s',
      ...(image ? [`--image=${image}`] : []),
    ]),
  );
  await run('kind', ['delete', 'cluster', `--name=${name}`, kubeconfig]);
  return ms;
}

/** How long a lab was in each phase, in milliseconds. */
const stepsOf = phases =>
  phases.map(({ name, startedAt, finishedAt }) => [
    name,
    Date.parse(finishedAt) - Date.parse(startedAt),
  ]);

const seconds = ms => (ms / 1000).toFixed(1);

const folder = await mkdtemp(join(tmpdir(), 'pyk8s-lab-bench-'));
try {
  const portal = await BenchPortal.signIn(baseUrl);
  await timeLab(portal, { name: `bench-${process.pid}-first` });
  const results = [];
  const steps = [];
  for (let round = 1; round <= rounds; round++) {
    for (const workers of Object.keys(GOALS).map(Number)) {
      const name = `bench-${process.pid}-${round}-${workers}`;
      const busy = load();
      const kind = await timeKind(folder, name, workers);
      const lab = await timeLab(portal, { name, workers });
      results.push({ workers, kind, lab: lab.ms, busy });
      steps.push(
        ...stepsOf(lab.phases).map(([phase, ms]) => ({ workers, phase, ms })),
      );
    }
  }
  const of = (rows, workers) => rows.filter(row => row.workers === workers);
  const counted = Object.entries(GOALS).map(([workers, atMost]) => ({
    workers: Number(workers),
    atMost,
    ratio: median(
      of(results, Number(workers)).map(({ kind, lab }) => lab / kind),
    ),
  }));
  report({
    name: 'create-to-running',
    tables: {
      'rounds, in seconds': results.map(({ workers, kind, lab, busy }) => ({
        workers,
        kind: seconds(kind),
        lab: seconds(lab),
        ratio: (lab / kind).toFixed(2),
        'load before': busy,
      })),
      'median of each phase of a lab, in milliseconds': [
        ...new Set(steps.map(({ phase }) => phase)),
      ].map(phase => ({
        phase,
        ...Object.fromEntries(
          Object.keys(GOALS).map(workers => [
            `${workers} workers`,
            median(
              of(steps, Number(workers))
                .filter(step => step.phase === phase)
                .map(({ ms }) => ms),
            ) ?? '',
          ]),
        ),
      })),
    },
    goals: counted.map(({ workers, ratio, atMost }) => ({
      what: `a lab with ${workers} workers ÷ bare kind, median`,
      value: ratio,
      atMost,
    })),
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
