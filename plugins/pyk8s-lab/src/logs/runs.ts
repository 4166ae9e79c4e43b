import type { LabLogRun } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Translate } from '../translation';

/** A go at making a lab, in the reader's language and time zone. */
export function describeRun(
  t: Translate,
  { attempt, beganAt }: Pick<LabLogRun, 'attempt' | 'beganAt'>,
): string {
  const began = new Date(beganAt);
  const isToday = began.toDateString() === new Date().toDateString();
  const when = new Intl.DateTimeFormat(undefined, {
    ...(!isToday && { dateStyle: 'medium' }),
    timeStyle: 'short',
  }).format(began);
  return t('logs.run', { attempt, when });
}
