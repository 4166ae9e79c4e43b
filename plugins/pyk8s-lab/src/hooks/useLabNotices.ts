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
      setAnnouncement(
        t('toasts.saidStatus', {
          lab: lab.name,
          status: t(`status.${status}`),
        }),
      );
      if (status === 'RUNNING') {
        toasts.success(t('toasts.isRunning', { lab: lab.name }));
      } else if (status === 'ERROR') {
        toasts.failure(
          t('toasts.hasFailed', { lab: lab.name }),
          lab.statusMessage,
        );
      } else if (status === 'PAUSED') {
        toasts.info(t('toasts.isPaused', { lab: lab.name }), lab.statusMessage);
      } else if (status === 'DELETED') {
        toasts.info(t('toasts.isGone', { lab: lab.name }));
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
        setAnnouncement(t('toasts.saidHidden', { lab: lab.name }));
        toasts.info(t('toasts.isHidden', { lab: lab.name }));
      }
    }
  }, [state.labs, state.gone, state.hidden, isOfInterest, t, toasts]);

  return announcement;
}
