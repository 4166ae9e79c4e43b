import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ReactNode } from 'react';
import { useNow } from '../../hooks';
import {
  abilitiesOf,
  formatElapsed,
  oneClickExtensionOf,
  secondsLeftOf,
} from '../../labs';
import type { Translate } from '../../translation';

/**
 * How long a lab has that ends within the time of the portal's warnings.
 *
 * @returns undefined for one that does not end soon
 */
export function useEnding(
  lab: Lab,
  options: LabOptions | undefined,
): { left: string } | undefined {
  const { canExtend } = abilitiesOf(lab);
  const warnSeconds = Math.max(0, ...(options?.ttl.warningsSeconds ?? []));
  const isNear = useNow(
    now => (secondsLeftOf(lab, now) ?? Infinity) <= warnSeconds,
    canExtend,
  );
  const left = useNow(
    now => isNear && formatElapsed(secondsLeftOf(lab, now) ?? 0),
    isNear,
  );
  return canExtend && isNear && left ? { left } : undefined;
}

/** Says when a lab that ends soon is deleted, and whether it can be extended. */
export function endingTextOf(t: Translate, lab: Lab, left: string): ReactNode {
  const time = <span role="timer">{left}</span>;
  const canBeExtended = oneClickExtensionOf(lab) !== undefined;
  if (lab.status === 'PAUSED') {
    return canBeExtended
      ? t('callouts.ending.textPaused', { time })
      : t('callouts.ending.textPausedAtLongestLife', { time });
  }
  return canBeExtended
    ? t('callouts.ending.text', { time })
    : t('callouts.ending.textAtLongestLife', { time });
}
