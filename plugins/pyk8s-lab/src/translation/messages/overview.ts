/** What a lab is, and how far it is. */
export const overview = {
  progress: {
    title: 'Progress',
    steps: 'Steps',
    percent: '{{percent}}% done.',
    attempt: 'Attempt {{number}}.',
    waits: 'Queued.',
    queuePosition: 'Number {{position}} in the queue.',
    stopped: 'Stopped before it was ready.',
    failedAfterwards: 'Ready in {{time}}, failed later.',
    made: 'Ready.',
    madeIn: 'Ready in {{time}}.',
  },
  steps: {
    waiting: 'not started',
    running: 'running',
    done: 'done',
    failed: 'failed',
    lessThanASecond: '<1s',
  },
  about: {
    title: 'About',
    edit: 'Edit',
    owner: 'Owner',
    transfer: 'Transfer',
    createdBy: 'Created by',
    purpose: 'Purpose',
    component: 'Component',
    created: 'Created',
    runningSince: 'Running since',
    pausedSince: 'Paused since',
    pausedBy: '{{time}} by {{person}}',
    pausedByPortal: '{{time}} by the portal',
    lastUsed: 'Last used',
    pausedWhenIdle: 'Pauses when idle',
    idleAfter: 'After {{time}} without use',
    livesFor: 'Lifetime',
    ends: 'Ends',
    givenUpBy: 'Fails if not ready by',
    deleted: 'Deleted',
    kubernetes: 'Kubernetes',
    nodes: 'Nodes',
    limits: 'Limits',
    provider: 'Provider',
    providerOnHost: '{{provider}} on {{host}}',
  },
  nodes: {
    title: 'Nodes and conditions',
    noneAnyMore: 'No nodes left.',
    noneYet: 'No nodes yet.',
    /** Known states; others are shown as the provider reports them. */
    states: {
      ready: 'Ready',
      notReady: 'Not ready',
      joining: 'Joining',
      stopped: 'Stopped',
    },
    dns: 'DNS',
    /** Of conditions without a message. */
    conditions: {
      ok: 'OK',
      pending: 'Pending',
      failed: 'Failed',
      unknown: 'Unknown',
    },
  },
} as const;

/** The nodes of a lab, and their Kubernetes version. */
export const nodes = {
  controlPlane: 'Control plane',
  numberedControlPlane: 'Control plane {{number}}',
  worker: 'Worker {{number}}',
  controlPlaneOnly: 'Control plane only',
  withWorkers_one: 'Control plane + {{count}} worker',
  withWorkers_other: 'Control plane + {{count}} workers',
  defaultVersion: 'Default',
} as const;
