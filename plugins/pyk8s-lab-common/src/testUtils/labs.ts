import type { Lab, LabEvent, LabJob, LabStreamEvent } from '../index';

/**
 * The instant that tests call now.
 * @public
 */
export const NOW = Date.parse('2026-12-01T09:00:00Z');

/**
 * An instant some seconds after {@link NOW}, as the API writes it.
 * @public
 */
export const at = (seconds: number) =>
  new Date(NOW + seconds * 1_000).toISOString();

/**
 * A lab that runs and has two hours left, with some fields changed.
 * @public
 */
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
    entityRef: `resource:default/lab-${id}`,
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

/**
 * A lab that is provisioning.
 * @public
 */
export function aProvisioningLab(changes: Partial<Lab> = {}): Lab {
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

/**
 * A lab whose provisioning failed.
 * @public
 */
export function aFailedLab(changes: Partial<Lab> = {}): Lab {
  return aProvisioningLab({
    status: 'ERROR',
    statusMessage: 'ERROR: failed to create cluster: no space left on device',
    phase: undefined,
    ...changes,
  });
}

/**
 * A lab that was paused a minute after {@link NOW}.
 * @public
 */
export function aPausedLab(changes: Partial<Lab> = {}): Lab {
  return aLab({
    status: 'PAUSED',
    pausedAt: at(60),
    nodes: [{ name: 'control-plane', role: 'control-plane', state: 'stopped' }],
    ...changes,
  });
}

/**
 * An event of the stream.
 * @public
 */
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

/**
 * A running job that imports an image of Ada’s into a lab.
 * @public
 */
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
