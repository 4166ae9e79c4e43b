import type { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** kubectl with a kubeconfig file, as users use it. */
export async function kubectl(
  kubeconfig: string,
  ...args: string[]
): Promise<string> {
  const { stdout } = await run('kubectl', [
    `--kubeconfig=${kubeconfig}`,
    '--request-timeout=20s',
    ...args,
  ]);
  return stdout;
}

/** The name of the cluster that a lab has, or had when it was deleted. */
export async function clusterOf(
  client: LabClient,
  labId: string,
): Promise<string | undefined> {
  const { clusterName } = await client.getLab(labId);
  if (clusterName) {
    return clusterName;
  }
  const { items } = await client.getLabActivity(labId, { limit: 200 });
  const deleted = items.find(({ type }) => type === 'lab.deleted');
  return deleted?.data?.cluster as string | undefined;
}

/** The names of Docker's containers of a lab, in any state. */
export async function containersOf(
  client: LabClient,
  labId: string,
): Promise<string[]> {
  const cluster = await clusterOf(client, labId);
  return cluster === undefined ? [] : containersNamed(cluster);
}

/** Docker's containers, in any state, whose names contain a text. */
export async function containersNamed(part: string): Promise<string[]> {
  const { stdout } = await run('docker', [
    'ps',
    '--all',
    `--filter=name=${part}`,
    '--format={{.Names}}',
  ]);
  return stdout.split('\n').filter(Boolean);
}

/** Runs docker, and returns its output. */
export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args)).stdout;
}

/** The kind processes that still work on a cluster. */
export async function kindProcessesOf(
  cluster: string | undefined,
): Promise<string[]> {
  if (cluster === undefined) {
    return [];
  }
  const { stdout } = await run('ps', ['-A', '-o', 'args=']);
  return stdout
    .split('\n')
    .filter(line => /(^|\/)kind /.test(line) && line.includes(cluster));
}
