import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Translate } from '../translation';

/** What to say of a lab in ERROR, around the provider's own words. */
export interface FailureWords {
  title: string;
  /** What can be done. */
  advice: string;
}

/** Says what went wrong: a lab was not made, or was lost after it had run. */
export function describeFailure(
  t: Translate,
  lab: Pick<Lab, 'runningAt'>,
): FailureWords {
  const kind = lab.runningAt ? 'lost' : 'notMade';
  return {
    title: t(`failure.${kind}.title`),
    advice: t(`failure.${kind}.advice`),
  };
}
