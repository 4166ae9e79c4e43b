import type { LabEvent } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** What kind of thing happened to a lab, which chooses its icon. */
export type HappeningKind =
  | 'created'
  | 'progress'
  | 'running'
  | 'time'
  | 'warning'
  | 'paused'
  | 'resumed'
  | 'waiting'
  | 'failed'
  | 'changed'
  | 'key'
  | 'command'
  | 'image'
  | 'deleted'
  | 'other';

/** How an event is shown. */
export interface Happening {
  title: string;
  kind: HappeningKind;
}

const HAPPENINGS: Readonly<Record<string, Happening>> = {
  'lab.created': { title: 'Created', kind: 'created' },
  'lab.provisioning': { title: 'Attempt', kind: 'progress' },
  'lab.phase': { title: 'Progress', kind: 'progress' },
  'lab.running': { title: 'Running', kind: 'running' },
  'lab.condition': { title: 'Condition', kind: 'changed' },
  'lab.updated': { title: 'Changed', kind: 'changed' },
  'lab.extended': { title: 'Extended', kind: 'time' },
  'lab.expiring': { title: 'Ends soon', kind: 'warning' },
  'lab.expired': { title: 'Time over', kind: 'time' },
  'lab.pausing': { title: 'Pausing', kind: 'paused' },
  'lab.paused': { title: 'Paused', kind: 'paused' },
  'lab.idle': { title: 'Not used', kind: 'paused' },
  'lab.resuming': { title: 'Resuming', kind: 'resumed' },
  'lab.resumed': { title: 'Resumed', kind: 'resumed' },
  'lab.waiting': { title: 'Waiting', kind: 'waiting' },
  'lab.retrying': { title: 'Tried again', kind: 'warning' },
  'lab.retried': { title: 'Recreated', kind: 'created' },
  'lab.step-failed': { title: 'Went wrong', kind: 'failed' },
  'lab.failed': { title: 'Failed', kind: 'failed' },
  'lab.vanished': { title: 'Cluster lost', kind: 'failed' },
  'lab.kubeconfig-read': { title: 'Kubeconfig', kind: 'key' },
  'lab.command': { title: 'Command', kind: 'command' },
  'lab.kube-session': { title: 'Session', kind: 'command' },
  'lab.image': { title: 'Image', kind: 'image' },
  'lab.deleting': { title: 'Deletion', kind: 'deleted' },
  'lab.deleted': { title: 'Deleted', kind: 'deleted' },
};

/** How to show an event; one of a type that is not known yet is shown too. */
export function happeningOf(type: string): Happening {
  return HAPPENINGS[type] ?? { title: wordsOf(type), kind: 'other' };
}

function wordsOf(type: string): string {
  const words = type.replace(/^lab\./, '').replace(/[-.]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const PAUSES = ['lab.pausing', 'lab.idle'];

/**
 * The event with which the latest pause of a lab began, which tells who asked
 * for it.
 *
 * @param events - the newest first
 */
export function latestPauseOf(
  events: readonly LabEvent[],
): LabEvent | undefined {
  return events.find(({ type }) => PAUSES.includes(type));
}
