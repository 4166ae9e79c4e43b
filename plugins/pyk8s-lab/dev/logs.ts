import {
  type Lab,
  type LabLogQuery,
  type LabLogSources,
  phasesFor,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

// About as fast as a busy node writes.
const WRITE_MS = 400;

const UNITS = ['kubelet', 'containerd'];

/** As many pods as make one search for them. */
const PODS = 250;

const textOf = (lines: string[]) => lines.map(line => `${line}\n`).join('');

/** Some pods are unhealthy. */
const reasonOf = (index: number) =>
  index % 7 === 2 ? { reason: 'CrashLoopBackOff' } : {};

/** What has logs in a lab. */
export function logSourcesOf(lab: Lab): LabLogSources {
  const runs =
    lab.status === 'QUEUED'
      ? []
      : Array.from({ length: lab.attempt }, (_, index) => ({
          id: `run-${index + 1}`,
          attempt: index + 1,
          beganAt: lab.createdAt,
        }));
  if (lab.status !== 'RUNNING') {
    return { runs, nodes: [], pods: [], message: `The lab is ${lab.status}.` };
  }
  return {
    runs,
    nodes: lab.nodes.map(({ name, role }) => ({
      name,
      role: role === 'worker' ? 'worker' : 'control-plane',
      units: UNITS,
    })),
    pods: [
      {
        namespace: 'kube-system',
        name: 'coredns-674b8bbfcf-9k2xl',
        phase: 'Running',
        containers: [{ name: 'coredns', init: false, restarts: 0 }],
      },
      ...Array.from({ length: PODS }, (_, index) => ({
        namespace: index % 2 === 0 ? 'default' : 'shop',
        name: `web-${index}`,
        phase: index % 9 === 4 ? 'Pending' : 'Running',
        ...reasonOf(index),
        containers: [
          { name: 'prepare', init: true, restarts: 0 },
          {
            name: 'server',
            init: false,
            restarts: index % 3,
            ...reasonOf(index),
          },
        ],
      })),
    ],
  };
}

/** What a log has now. */
export function readLog(lab: Lab, { tail = 1_000, ...query }: LabLogQuery) {
  if (query.source === 'provisioning') {
    return textOf(provisioningOf(lab));
  }
  return textOf(
    Array.from({ length: tail }, (_, index) => lineOf(index, query.source)),
  );
}

/** What a log has now, and what comes. */
export async function* followLog(
  lab: Lab,
  query: LabLogQuery,
  now: () => Lab,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  yield readLog(lab, query);
  let shown = provisioningOf(lab).length;
  for (let index = query.tail ?? 1_000; !signal?.aborted; index++) {
    if (query.source !== 'provisioning') {
      yield textOf([lineOf(index, query.source)]);
    } else if (now().status !== 'PROVISIONING') {
      return;
    } else {
      const lines = provisioningOf(now());
      yield textOf(lines.slice(shown));
      shown = lines.length;
    }
    await new Promise(resolve => setTimeout(resolve, WRITE_MS));
  }
}

function provisioningOf(lab: Lab): string[] {
  const begun = lab.phases.length || phasesFor(lab.spec.workers).length;
  const lines = phasesFor(lab.spec.workers)
    .slice(0, begun)
    .flatMap(phase => [
      ` \u001b[32m✓\u001b[0m ${phase}`,
      `Command output of the phase ${phase}, which may be long: kubeadm init --config=/kind/kubeadm.conf --skip-token-print --v=6 --skip-phases=preflight`,
    ]);
  return lab.status === 'ERROR' ? [...lines, lab.statusMessage] : lines;
}

function lineOf(index: number, source: 'node' | 'pod'): string {
  const second = String(index % 60).padStart(2, '0');
  if (source === 'pod') {
    return index % 40 === 7
      ? `time="2026-11-21T12:00:${second}Z" level=warning msg="slow answer" query=${index}`
      : `${new Date(Date.now() + index)
          .toISOString()
          .replace('Z', '456789Z')} [INFO] 10.244.0.${
          index % 255
        }:5353 - ${index} "A IN kubernetes.default.svc.cluster.local. udp 54" NOERROR`;
  }
  const level = ['I', 'I', 'I', 'I', 'W', 'I', 'I', 'E'][index % 8];
  return `Nov 21 12:00:${second} control-plane kubelet[714]: ${level}1121 12:00:${second}.482913     714 pod_workers.go:1301] "Looking at pod" pod="kube-system/coredns-674b8bbfcf-9k2xl" podUID="0f2b1c" generation=${index}`;
}
