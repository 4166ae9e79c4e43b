import type {
  ExecResult,
  Lab,
  LabEvent,
  LabJob,
  LabJobStatus,
  LabJobType,
  LabStatus,
} from './schema/openapi/generated/models';

/**
 * Every status of a lab, in the order of its life.
 * @public
 */
export const LAB_STATUSES: readonly LabStatus[] = [
  'QUEUED',
  'PROVISIONING',
  'RUNNING',
  'PAUSING',
  'PAUSED',
  'RESUMING',
  'ERROR',
  'DELETING',
  'DELETED',
];

/**
 * The annotation of a catalog entity with the id of its lab.
 * @public
 */
export const LAB_ID_ANNOTATION = 'pyk8s-lab.io/lab-id';

/**
 * Every kind of job.
 * @public
 */
export const LAB_JOB_TYPES: readonly LabJobType[] = [
  'apply',
  'images.import',
  'images.spread',
  'logs.export',
];

/**
 * Every status of a job.
 * @public
 */
export const LAB_JOB_STATUSES: readonly LabJobStatus[] = [
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
];

/**
 * The types of events of jobs. They are sent on `GET /events` and are not part of a
 * lab's activity, which has the result of a job.
 * @public
 */
export const LAB_JOB_EVENTS: readonly string[] = [
  'job.started',
  'job.succeeded',
  'job.failed',
  'job.cancelled',
];

/**
 * The categories of a lab's activity.
 * @public
 */
export type LabActivityCategory =
  | 'changes'
  | 'status'
  | 'commands'
  | 'access'
  | 'images';

/**
 * The event types of each category. `status` lists none: it has every type that no
 * other category has.
 * @public
 */
export const LAB_ACTIVITY_CATEGORIES: Readonly<
  Record<LabActivityCategory, readonly string[]>
> = {
  changes: [
    'lab.created',
    'lab.updated',
    'lab.extended',
    'lab.pausing',
    'lab.resuming',
    'lab.retried',
    'lab.deleting',
  ],
  status: [],
  commands: ['lab.command', 'lab.apply', 'lab.kube-session'],
  access: [
    'lab.kubeconfig-read',
    'lab.logs-download',
    'lab.kube-read',
    'lab.kube-change',
  ],
  images: ['lab.image'],
};

/**
 * The category of an event.
 * @public
 */
export function labActivityCategory(type: string): LabActivityCategory {
  const categories = Object.keys(
    LAB_ACTIVITY_CATEGORIES,
  ) as LabActivityCategory[];
  return (
    categories.find(category =>
      LAB_ACTIVITY_CATEGORIES[category].includes(type),
    ) ?? 'status'
  );
}

/**
 * The `kubernetesVersion` for the provider's own choice.
 * @public
 */
export const DEFAULT_KUBERNETES_VERSION = 'default';

/**
 * A frame of `GET /events`: the event, and the lab when the frame was written, as well
 * as the job where the event is one of {@link LAB_JOB_EVENTS}. A client keeps the ones
 * with the highest `version`.
 * @public
 */
export type LabStreamEvent = LabEvent & { lab: Lab; job?: LabJob };

/**
 * A frame of `GET /events` without an id. Notices are not replayed:
 * - `lab.queue`: the lab's position in the queue has changed;
 * - `job.progress`: a running job has changed, at most once a second;
 * - `lab.hidden`: the caller may no longer read the lab, for example after a transfer;
 * - `access.changed`: the caller may read other labs than before, so that labs and jobs
 * must be listed again.
 * @public
 */
export type LabStreamNotice =
  | { type: 'lab.queue'; lab: Lab }
  | { type: 'job.progress'; job: LabJob }
  | { type: 'lab.hidden'; labId: string }
  | { type: 'access.changed' };

/**
 * Any frame of `GET /events`.
 * @public
 */
export type LabStreamFrame = LabStreamEvent | LabStreamNotice;

/**
 * Whether a frame is a notice rather than an event.
 * @public
 */
export function isLabStreamNotice(
  frame: LabStreamFrame,
): frame is LabStreamNotice {
  return !('seq' in frame);
}

/**
 * A frame of a running command: its output, and finally its exit code.
 * @public
 */
export type LabExecFrame =
  | { type: 'output'; stream: 'stdout' | 'stderr'; text: string }
  | ({ type: 'exit' } & Omit<ExecResult, 'output' | 'error'>);
