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

/** The names of the containers that Docker has of a lab, in any state. */
export async function containersOf(labId: string): Promise<string[]> {
  const { stdout } = await run('docker', [
    'ps',
    '--all',
    `--filter=name=${labId}`,
    '--format={{.Names}}',
  ]);
  return stdout.split('\n').filter(Boolean);
}

/** Runs docker, and gives what it prints. */
export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args)).stdout;
}

/** The kind processes that still work on a lab. */
export async function kindProcessesOf(labId: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'args=']);
  return stdout
    .split('\n')
    .filter(line => /(^|\/)kind /.test(line) && line.includes(labId));
}
