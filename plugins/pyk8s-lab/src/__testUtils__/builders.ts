import type {
  Lab,
  LabEvent,
  LabImage,
  LabImageList,
  LabJob,
  LabLogSources,
  LabOptions,
  LabStreamEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** The instant that tests call now. */
export const NOW = Date.parse('2026-12-01T09:00:00Z');

/** An instant some seconds after {@link NOW}, as the API writes it. */
export const at = (seconds: number) =>
  new Date(NOW + seconds * 1_000).toISOString();

/** A lab that runs and has two hours left, with some fields changed. */
export function aLab(changes: Partial<Lab> = {}): Lab {
  const id = changes.id ?? '11111111-1111-4111-8111-111111111111';
  const name = changes.name ?? 'demo';
  return {
    id,
    name,
    owner: 'user:default/ada',
    createdBy: 'user:default/ada',
    provider: 'kind',
    simulated: false,
    host: 'local',
    status: 'RUNNING',
    statusMessage: '',
    progress: 1,
    phases: [],
    attempt: 1,
    conditions: {},
    nodes: [{ name: 'control-plane', role: 'control-plane', state: 'ready' }],
    spec: { kubernetesVersion: 'v1.34.4', workers: 0 },
    serverVersion: 'v1.34.4',
    ttlSeconds: 7_200,
    createdAt: at(-60),
    runningAt: at(0),
    expiresAt: at(7_200),
    secondsLeft: 7_200,
    maxExpiresAt: at(259_200),
    endpoint: 'https://localhost:6443',
    entityRef: `resource:default/${name}`,
    links: { self: `/labs/${id}` },
    version: 1,
    ...changes,
  };
}

const PLANNED: Lab['plannedPhases'] = [
  { name: 'image', title: 'Getting the node image' },
  { name: 'nodes', title: 'Preparing the nodes' },
  { name: 'config', title: 'Writing the configuration' },
  { name: 'control-plane', title: 'Starting the control plane' },
  { name: 'cni', title: 'Installing the pod network' },
  { name: 'storage', title: 'Installing the storage class' },
  { name: 'ready', title: 'Waiting until the cluster is ready' },
];

/** A lab that is provisioning. */
export function aLabInTheMaking(changes: Partial<Lab> = {}): Lab {
  return aLab({
    status: 'PROVISIONING',
    phase: 'control-plane',
    progress: 0.4,
    plannedPhases: PLANNED,
    phases: [
      { name: 'image', startedAt: at(-12), finishedAt: at(-10) },
      { name: 'nodes', startedAt: at(-10), finishedAt: at(-6) },
      { name: 'config', startedAt: at(-6), finishedAt: at(-5) },
      { name: 'control-plane', startedAt: at(-5) },
    ],
    nodes: [],
    runningAt: undefined,
    serverVersion: undefined,
    endpoint: undefined,
    ...changes,
  });
}

/** A lab that could not be made. */
export function aFailedLab(changes: Partial<Lab> = {}): Lab {
  return aLabInTheMaking({
    status: 'ERROR',
    statusMessage: 'ERROR: failed to create cluster: no space left on device',
    phase: undefined,
    ...changes,
  });
}

/** A lab that was paused a minute after {@link NOW}. */
export function aPausedLab(changes: Partial<Lab> = {}): Lab {
  return aLab({
    status: 'PAUSED',
    pausedAt: at(60),
    nodes: [{ name: 'control-plane', role: 'control-plane', state: 'stopped' }],
    ...changes,
  });
}

/** What the stream says of a lab. */
export function anEvent(
  seq: number,
  lab: Lab,
  changes: Partial<LabEvent> = {},
): LabStreamEvent {
  return {
    seq,
    labId: lab.id,
    at: at(seq),
    type: 'lab.updated',
    message: `Event ${seq}`,
    ...changes,
    lab,
  };
}

/** What Ada may ask for, on a host with Docker. */
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

/** What a person may ask for where Docker cannot be reached. */
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

/** What has logs in a lab that was made in the second attempt. */
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

/** An image that came with the cluster of a lab with one node. */
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

/** What the nodes of a lab have, into which somebody has brought an image. */
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

/** A job with which Ada brings an image into a lab, as it runs. */
export function aJob(changes: Partial<LabJob> = {}): LabJob {
  return {
    id: 'job-1',
    labId: aLab().id,
    labName: 'demo',
    type: 'images.import',
    title: 'Bring in app.tar',
    status: 'RUNNING',
    message: 'The archive is being received.',
    progress: 10,
    steps: [],
    attempt: 1,
    version: 1,
    createdBy: 'user:default/ada',
    createdAt: at(0),
    ...changes,
  };
}
