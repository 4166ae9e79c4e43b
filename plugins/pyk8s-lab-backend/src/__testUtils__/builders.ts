import type { LabCluster, LabRecord } from '../database';
import type { LabSettings, QuotaLimits } from '../config/LabSettings';

const START = Date.parse('2026-12-01T09:00:00Z');

/** An instant this many seconds after the start of the tests' time. */
export const at = (seconds: number) => new Date(START + seconds * 1000);

/** A UUID that ends in a number. */
export const anId = (n: number) =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The cluster of a lab, by the lab's id. */
export const aCluster = (
  id: string,
  change: Partial<LabCluster> = {},
): LabCluster => ({
  id,
  name: `lab-test00-${id}`,
  host: 'local',
  state: 'ready',
  since: at(0),
  version: 1,
  ...change,
});

/** A running lab of two hours; tests change what they are about. */
export function aLab(change: Partial<LabRecord> = {}): LabRecord {
  const id = change.id ?? anId(1);
  return {
    id,
    name: 'demo',
    ownerRef: 'user:default/alice',
    createdBy: 'user:default/alice',
    provider: 'simulated',
    simulated: true,
    host: 'local',
    spec: { kubernetesVersion: 'default', workers: 0 },
    cluster: aCluster(id),
    desired: 'running',
    status: 'RUNNING',
    statusMessage: '',
    phases: [],
    progress: 1,
    conditions: {},
    nodes: [],
    attempt: 1,
    failures: 0,
    nextAttemptAt: at(7200),
    ttlSeconds: 7200,
    createdAt: at(0),
    runningAt: at(0),
    expiresAt: at(7200),
    generation: 1,
    observedGeneration: 1,
    version: 1,
    ...change,
  };
}

/** A lab that waits for its turn. */
export function aQueuedLab(change: Partial<LabRecord> = {}): LabRecord {
  return aLab({
    status: 'QUEUED',
    cluster: undefined,
    progress: 0,
    attempt: 0,
    nextAttemptAt: at(0),
    runningAt: undefined,
    ...change,
  });
}

/** Quotas that are alike for real clusters and for simulated ones. */
export const sameForSimulated = (limits: QuotaLimits) => ({
  ...limits,
  simulated: limits,
});

/** The settings of the design, with what a test changes. */
export function someSettings(change: Partial<LabSettings> = {}): LabSettings {
  return {
    portalUrl: undefined,
    defaultProvider: 'simulated',
    ttl: {
      defaultSeconds: 7200,
      minSeconds: 300,
      maxSeconds: 86_400,
      maxLifetimeSeconds: 259_200,
      warningsSeconds: [900, 300],
    },
    admins: ['group:default/platform-admins'],
    services: [],
    quotas: sameForSimulated({ perUser: 30, perGroup: 30, total: 1_000 }),
    createRate: { limit: 1_000, perSeconds: 600 },
    changeRate: { limit: 1_000_000, perSeconds: 60 },
    pause: { stopsTime: false },
    retention: {
      deletedLabsSeconds: 2_592_000,
      eventsSeconds: 7_776_000,
      unknownClustersSeconds: 600,
    },
    // Tests count those of their own; the others are switched on by theirs.
    notifications: {
      ready: false,
      failed: false,
      endsSoon: true,
      idle: true,
      ended: false,
      handedOver: false,
    },
    provisioning: { concurrency: 2, timeoutSeconds: 600, attempts: 3 },
    images: { maxArchiveBytes: 2 ** 30, hostImages: [], concurrency: 4 },
    logs: { maxArchiveBytes: 2 ** 20 },
    exec: {
      commands: [{ name: 'kubectl', asRoot: false }],
      timeoutSeconds: 60,
      maxTimeoutSeconds: 600,
      maxOutputBytes: 1_048_576,
      perLab: 4,
    },
    encryptionKeys: [],
    ...change,
  };
}
