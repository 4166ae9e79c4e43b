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
 * What the catalog's entity of a lab is known by: an annotation with the lab's id.
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
 * The types of events that tell of a job, with the job. They are told on
 * `GET /events` and not in a lab's activity, which has what came of the job.
 * @public
 */
export const LAB_JOB_EVENTS: readonly string[] = [
  'job.started',
  'job.succeeded',
  'job.failed',
  'job.cancelled',
];

/**
 * What the events of a lab are about, for those who read its activity.
 * @public
 */
export type LabActivityCategory =
  | 'changes'
  | 'status'
  | 'commands'
  | 'access'
  | 'images';

/**
 * The types of events of each category. `status` has none of its own: it is every
 * type that no other category has.
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
 * The `kubernetesVersion` that stands for the provider's own choice.
 * @public
 */
export const DEFAULT_KUBERNETES_VERSION = 'default';

/**
 * What one frame of `GET /events` carries: the event, and the lab as it was when
 * the frame was written, as well as the job where the event is one of
 * {@link LAB_JOB_EVENTS}. A client keeps those with the highest `version`.
 * @public
 */
export type LabStreamEvent = LabEvent & { lab: Lab; job?: LabJob };

/**
 * What a frame of `GET /events` without an id carries. Notices are not replayed:
 * - `lab.queue`: the lab's place in the queue has changed;
 * - `job.progress`: a job that runs has changed, at most once a second;
 * - `lab.hidden`: the caller may read the lab no more, as after a hand-over;
 * - `access.changed`: the caller may read other labs than before, so that they
 *   and their jobs are to be listed again.
 * @public
 */
export type LabStreamNotice =
  | { type: 'lab.queue'; lab: Lab }
  | { type: 'job.progress'; job: LabJob }
  | { type: 'lab.hidden'; labId: string }
  | { type: 'access.changed' };

/**
 * Anything that comes over `GET /events`.
 * @public
 */
export type LabStreamFrame = LabStreamEvent | LabStreamNotice;

/**
 * True for a notice, which is no event of the log.
 * @public
 */
export function isLabStreamNotice(
  frame: LabStreamFrame,
): frame is LabStreamNotice {
  return !('seq' in frame);
}

/**
 * What comes while a command runs: what it prints, and at last how it ended.
 * @public
 */
export type LabExecFrame =
  | { type: 'output'; stream: 'stdout' | 'stderr'; text: string }
  | ({ type: 'exit' } & Omit<ExecResult, 'output' | 'error'>);
