import type { ClusterPodLogs } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Ran } from './commands';

type Run = (argv: string[], options?: { input?: string }) => Promise<Ran>;

/** The image of the volume helper in kind's nodes has a shell. */
const WITH_SHELL = /\/(busybox|local-path-helper):/;

/** An image of the node with a shell, so that nothing is pulled. */
export async function imageWithShell(run: Run): Promise<string> {
  const { stdout } = await run([
    'kubectl',
    'get',
    'nodes',
    '--output=jsonpath={.items[*].status.images[*].names[*]}',
  ]);
  const image = stdout.split(' ').find(name => WITH_SHELL.test(name));
  if (!image) {
    throw new Error(`The node has no image with a shell, only ${stdout}`);
  }
  return image;
}

/** Starts a pod that runs a script; `/kept` survives a restart of its container. */
export async function startPod(
  run: Run,
  pod: {
    name: string;
    image: string;
    script: string;
    restartPolicy?: 'Always' | 'Never';
  },
): Promise<void> {
  const volumes = [{ name: 'kept', emptyDir: {} }];
  const { exitCode, stderr } = await run(
    ['kubectl', 'create', '--filename=-'],
    {
      input: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: pod.name },
        spec: {
          restartPolicy: pod.restartPolicy ?? 'Never',
          terminationGracePeriodSeconds: 0,
          volumes,
          containers: [
            {
              name: 'main',
              image: pod.image,
              imagePullPolicy: 'Never',
              command: ['sh', '-c', pod.script],
              volumeMounts: [{ name: 'kept', mountPath: '/kept' }],
            },
          ],
        },
      }),
    },
  );
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
}

/** The first container of a pod. */
export function containerIn(
  pods: readonly ClusterPodLogs[],
  name: string,
): { phase: string; restarts: number } | undefined {
  const pod = pods.find(found => found.name === name);
  return pod && { phase: pod.phase, restarts: pod.containers[0].restarts };
}
