import type {
  ClusterLogExport,
  ClusterLogSource,
  ListedNode,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { logText, logSources } from './logText';

/**
 * Writes the logs to files with the layout of `kind export logs`.
 *
 * @throws the reason of the signal when it aborts
 */
export async function exportLogs(
  nodes: readonly ListedNode[],
  options: { directory: string; maxBytes: number; signal: AbortSignal },
): Promise<ClusterLogExport> {
  const { directory, maxBytes, signal } = options;
  const now = new Date();
  let left = maxBytes;
  for (const { path, source } of files(nodes)) {
    const log = Buffer.from(logText(source, nodes, now));
    const kept = log.subarray(0, left);
    left -= kept.byteLength;
    const file = join(directory, ...path);
    signal.throwIfAborted();
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, kept, { flag: 'wx', mode: 0o600, signal });
    if (kept.byteLength < log.byteLength) {
      return { truncated: true };
    }
  }
  return { truncated: false };
}

function files(
  listed: readonly ListedNode[],
): { path: string[]; source: ClusterLogSource }[] {
  const { nodes, pods } = logSources(listed);
  // Every simulated pod is on the first node.
  const [{ name: first }] = nodes;
  return [
    ...nodes.flatMap(({ name: node, units }) => [
      {
        path: [node, 'journal.log'],
        source: { kind: 'node', node } as const,
      },
      ...units.map(unit => ({
        path: [node, `${unit}.log`],
        source: { kind: 'node', node, unit } as const,
      })),
    ]),
    ...pods.flatMap(({ namespace, name: pod, containers }) =>
      containers.map(({ name: container }) => ({
        path: [first, 'pods', `${namespace}_${pod}`, container, '0.log'],
        source: { kind: 'pod', namespace, pod, container } as const,
      })),
    ),
  ];
}
