import type { LabLogRun } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** A go at making a lab, in the reader's language and time zone. */
export function describeRun({
  attempt,
  beganAt,
}: Pick<LabLogRun, 'attempt' | 'beganAt'>): string {
  const began = new Date(beganAt);
  const isToday = began.toDateString() === new Date().toDateString();
  const when = new Intl.DateTimeFormat(undefined, {
    ...(!isToday && { dateStyle: 'medium' }),
    timeStyle: 'short',
  }).format(began);
  return `Attempt ${attempt}, ${when}`;
}
