import type { LabEvent } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Translate } from '../translation';

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

const HAPPENINGS = {
  'lab.created': { name: 'created', kind: 'created' },
  'lab.provisioning': { name: 'provisioning', kind: 'progress' },
  'lab.phase': { name: 'phase', kind: 'progress' },
  'lab.running': { name: 'running', kind: 'running' },
  'lab.condition': { name: 'condition', kind: 'changed' },
  'lab.updated': { name: 'updated', kind: 'changed' },
  'lab.extended': { name: 'extended', kind: 'time' },
  'lab.expiring': { name: 'expiring', kind: 'warning' },
  'lab.expired': { name: 'expired', kind: 'time' },
  'lab.pausing': { name: 'pausing', kind: 'paused' },
  'lab.paused': { name: 'paused', kind: 'paused' },
  'lab.idle': { name: 'idle', kind: 'paused' },
  'lab.resuming': { name: 'resuming', kind: 'resumed' },
  'lab.resumed': { name: 'resumed', kind: 'resumed' },
  'lab.waiting': { name: 'waiting', kind: 'waiting' },
  'lab.retrying': { name: 'retrying', kind: 'warning' },
  'lab.retried': { name: 'retried', kind: 'created' },
  'lab.step-failed': { name: 'stepFailed', kind: 'failed' },
  'lab.failed': { name: 'failed', kind: 'failed' },
  'lab.vanished': { name: 'vanished', kind: 'failed' },
  'lab.kubeconfig-read': { name: 'kubeconfigRead', kind: 'key' },
  'lab.command': { name: 'command', kind: 'command' },
  'lab.apply': { name: 'apply', kind: 'command' },
  'lab.kube-session': { name: 'kubeSession', kind: 'command' },
  'lab.image': { name: 'image', kind: 'image' },
  'lab.deleting': { name: 'deleting', kind: 'deleted' },
  'lab.deleted': { name: 'deleted', kind: 'deleted' },
} as const;

/** How to show an event; one of a type that is not known yet is shown too. */
export function happeningOf(t: Translate, type: string): Happening {
  if (!isKnown(type)) {
    return { title: wordsOf(type), kind: 'other' };
  }
  const { name, kind } = HAPPENINGS[type];
  return { title: t(`happenings.${name}`), kind };
}

function isKnown(type: string): type is keyof typeof HAPPENINGS {
  return Object.hasOwn(HAPPENINGS, type);
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
