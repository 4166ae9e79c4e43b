import type {
  LabImage,
  LabImageList,
  LabLogSources,
  LabOptions,
} from '../index';
import { at } from './labs';

/**
 * The options of Ada, on a host with Docker.
 * @public
 */
export function someOptions(changes: Partial<LabOptions> = {}): LabOptions {
  return {
    providers: [
      {
        id: 'kind',
        title: 'KinD',
        simulated: false,
        isDefault: true,
        available: true,
        kubernetesVersions: [
          { version: 'v1.34.4', title: 'v1.34.4', isDefault: true },
          { version: 'v1.33.2', title: 'v1.33.2', isDefault: false },
        ],
        maxWorkers: 3,
        resources: {
          min: { cpu: '500m', memory: '1Gi' },
          max: { cpu: '4', memory: '8Gi' },
        },
      },
    ],
    ttl: {
      defaultSeconds: 7_200,
      minSeconds: 300,
      maxSeconds: 86_400,
      maxLifetimeSeconds: 259_200,
      warningsSeconds: [900, 300],
    },
    owners: ['user:default/ada', 'group:default/compilers'],
    provisioning: { concurrency: 2, active: 0, queued: 0 },
    quotas: [
      {
        scope: 'user',
        owner: 'user:default/ada',
        limit: 3,
        used: 1,
        labs: ['counted'],
      },
      {
        scope: 'group',
        owner: 'group:default/compilers',
        limit: 10,
        used: 0,
        labs: [],
      },
      { scope: 'total', limit: 50, used: 1, labs: ['counted'] },
    ],
    createRate: { limit: 10, perSeconds: 600, left: 10 },
    pause: { stopsTime: false },
    exec: {
      commands: ['kubectl'],
      timeoutSeconds: 60,
      maxTimeoutSeconds: 600,
      maxOutputBytes: 1_048_576,
    },
    images: { maxArchiveBytes: 4 * 2 ** 30, hostImages: [] },
    seesAll: false,
    ...changes,
  };
}

/**
 * The options of a person where Docker cannot be reached.
 * @public
 */
export function simulatedOptions(): LabOptions {
  const { providers, quotas } = someOptions();
  const [kind] = providers;
  return someOptions({
    quotas: quotas.map(quota => ({ ...quota, simulated: true })),
    providers: [
      {
        ...kind,
        id: 'simulated',
        title: 'Simulated',
        simulated: true,
        message: 'Docker cannot be reached. Run "npm run lab-host".',
      },
    ],
  });
}

/**
 * What has logs in a lab that was provisioned in the second attempt.
 * @public
 */
export function someLogSources(
  changes: Partial<LabLogSources> = {},
): LabLogSources {
  return {
    runs: [
      { id: 'run-1', attempt: 1, beganAt: at(-120) },
      { id: 'run-2', attempt: 2, beganAt: at(-60) },
    ],
    nodes: [
      {
        name: 'control-plane',
        role: 'control-plane',
        units: ['kubelet', 'containerd'],
      },
      { name: 'worker', role: 'worker', units: ['kubelet', 'containerd'] },
    ],
    pods: [
      {
        namespace: 'kube-system',
        name: 'coredns-1',
        phase: 'Running',
        containers: [{ name: 'coredns', init: false, restarts: 0 }],
      },
      {
        namespace: 'default',
        name: 'web',
        phase: 'Pending',
        reason: 'CrashLoopBackOff',
        containers: [
          { name: 'prepare', init: true, restarts: 0 },
          {
            name: 'server',
            init: false,
            restarts: 2,
            reason: 'CrashLoopBackOff',
          },
        ],
      },
    ],
    ...changes,
  };
}

/**
 * An image that a cluster of one node comes with.
 * @public
 */
export function anImage(changes: Partial<LabImage> = {}): LabImage {
  return {
    id: 'sha256:52546a367cc9e0d924aa3b190596a9167fa6e53245023b5b5baf0f07e5443969',
    names: ['registry.k8s.io/coredns/coredns:v1.12.1'],
    sizeBytes: 22 * 2 ** 20,
    nodes: ['control-plane'],
    imported: false,
    ...changes,
  };
}

/**
 * The images of a lab into which somebody has imported one.
 * @public
 */
export function someImages(changes: Partial<LabImageList> = {}): LabImageList {
  return {
    items: [
      anImage({
        id: 'sha256:aaaa',
        names: ['docker.io/library/my-app:1.0'],
        sizeBytes: 3 * 2 ** 20,
        imported: true,
      }),
      anImage(),
    ],
    nodes: ['control-plane'],
    platform: 'linux/amd64',
    ...changes,
  };
}
