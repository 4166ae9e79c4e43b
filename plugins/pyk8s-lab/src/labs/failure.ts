import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** What to say of a lab in ERROR, around the provider's own words. */
export interface FailureWords {
  title: string;
  /** What can be done. */
  advice: string;
}

/** Says what went wrong: a lab was not made, or was lost after it had run. */
export function describeFailure(lab: Pick<Lab, 'runningAt'>): FailureWords {
  return lab.runningAt
    ? {
        title: 'The cluster of this lab is lost',
        advice:
          'It worked before, and does not any more. Recreate makes a new, empty cluster for this lab, with its whole time again; what was in the old one is gone.',
      }
    : {
        title: 'The lab failed',
        advice:
          'Recreate tries once more to make it. If it fails again, show these words to the administrators of this portal.',
      };
}
