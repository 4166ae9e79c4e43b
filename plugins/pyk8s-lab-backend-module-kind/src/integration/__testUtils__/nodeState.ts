import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { docker, until } from './commands';

/** containerd collects garbage within seconds. */
const COLLECTED_WITHIN_MS = 20_000;

/** containerd's command-line tool in a node. */
export async function ctr(node: string, ...args: string[]): Promise<string> {
  return docker('exec', node, 'ctr', '--namespace=k8s.io', ...args);
}

/**
 * The leases that keep contents for good. Those of containerd's own tool end by
 * themselves after a day: where Docker loses the end of its input, which happens on a
 * busy machine, the tool is killed and leaves its lease behind. What such a lease keeps
 * is among the contents.
 */
async function leasesOf(node: string): Promise<string[]> {
  const [, ...rows] = (await ctr(node, 'leases', 'ls')).trim().split('\n');
  return rows.filter(row => !row.includes('containerd.io/gc.expire='));
}

/** The state of containerd in a node: names, contents and leases. */
async function stateOf(node: string) {
  const [names, contents, snapshots, leases, halves] = await Promise.all([
    ctr(node, 'images', 'ls', '-q'),
    ctr(node, 'content', 'ls', '-q'),
    ctr(node, 'snapshots', 'ls'),
    leasesOf(node),
    ctr(node, 'content', 'active'),
  ]);
  return {
    names: names.split('\n'),
    contents: contents.split('\n'),
    snapshots: snapshots.split('\n').length,
    leases,
    halves,
  };
}

export async function statesOf(nodes: readonly string[]) {
  return Promise.all(nodes.map(stateOf));
}

/** Waits until the state of nodes is as before. */
export async function expectStates(
  nodes: readonly string[],
  before: Awaited<ReturnType<typeof statesOf>>,
): Promise<void> {
  const deadline = Date.now() + COLLECTED_WITHIN_MS;
  let now = await statesOf(nodes);
  await until(async () => {
    now = await statesOf(nodes);
    return (
      JSON.stringify(now) === JSON.stringify(before) || Date.now() > deadline
    );
  });
  expect(now).toEqual(before);
}

/** A static program that runs until it is ended: `pause`. */
export async function programOf(node: string): Promise<Buffer> {
  const { stdout } = await promisify(execFile)(
    'docker',
    ['exec', node, 'sh', '-c', 'cat /proc/$(pgrep -xo pause)/exe'],
    { encoding: 'buffer', maxBuffer: 64 * 2 ** 20 },
  );
  return stdout;
}
