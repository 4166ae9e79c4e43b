import type {
  Lab,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useEffect, useRef, useState } from 'react';
import type { LabsState } from '../live';
import { useTranslate } from '../translation';
import { useToasts } from './useToasts';

/**
 * Tells the user when one of their labs has come up, failed, gone, or been handed
 * to somebody else.
 *
 * @param state - what is known of the labs
 * @param isOfInterest - which labs the user wants to hear of
 * @returns the last change of status in words, for a live region
 */
export function useLabNotices(
  state: LabsState,
  isOfInterest: (lab: Lab) => boolean,
): string {
  const t = useTranslate();
  const toasts = useToasts();
  const known = useRef(new Map<string, LabStatus>());
  const [announcement, setAnnouncement] = useState('');

  useEffect(() => {
    const announce = (lab: Lab, status: LabStatus) => {
      if (!isOfInterest(lab)) {
        return;
      }
      setAnnouncement(`${lab.name}: ${t(`status.${status}`)}`);
      if (status === 'RUNNING') {
        toasts.success(`${lab.name} is running`);
      } else if (status === 'ERROR') {
        toasts.failure(`${lab.name} failed`, lab.statusMessage);
      } else if (status === 'PAUSED') {
        toasts.info(`${lab.name} is paused`, lab.statusMessage);
      } else if (status === 'DELETED') {
        toasts.info(`${lab.name} is gone`);
      }
    };
    for (const [id, { lab }] of state.labs) {
      const before = known.current.get(id);
      if (before && before !== lab.status) {
        announce(lab, lab.status);
      }
      known.current.set(id, lab.status);
    }
    for (const [id, lab] of state.gone) {
      if (known.current.delete(id)) {
        announce(lab, 'DELETED');
      }
    }
    for (const [id, { lab }] of state.hidden) {
      if (known.current.delete(id) && lab && isOfInterest(lab)) {
        setAnnouncement(`${lab.name}: not visible to you any more`);
        toasts.info(`${lab.name} is not visible to you any more`);
      }
    }
  }, [state.labs, state.gone, state.hidden, isOfInterest, toasts, t]);

  return announcement;
}
