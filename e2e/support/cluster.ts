import type { LabClient } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** kubectl with a kubeconfig file, as a person would use it. */
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

/** What the provider calls the cluster that a lab has, or had when it was deleted. */
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

/** The names of the containers that Docker has of a lab, in any state. */
export async function containersOf(
  client: LabClient,
  labId: string,
): Promise<string[]> {
  const cluster = await clusterOf(client, labId);
  return cluster === undefined ? [] : containersNamed(cluster);
}

/** The containers that Docker has, in any state, with this in their names. */
export async function containersNamed(part: string): Promise<string[]> {
  const { stdout } = await run('docker', [
    'ps',
    '--all',
    `--filter=name=${part}`,
    '--format={{.Names}}',
  ]);
  return stdout.split('\n').filter(Boolean);
}

/** Runs docker, and gives what it prints. */
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
