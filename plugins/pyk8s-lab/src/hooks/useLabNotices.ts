import type {
  Lab,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useEffect, useRef, useState } from 'react';
import type { LabsState } from '../watch';
import { browserTold } from '../browserTabs';
import { useTranslate } from '../translation';
import { useToasts } from './useToasts';

interface Known {
  status: LabStatus;
  /** When the page first saw it so. */
  since: number;
}

/**
 * Tells the user when one of their labs has come up, failed, gone, or been handed
 * to somebody else. Of all pages of a browser one shows a toast for a change.
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
  const known = useRef(new Map<string, Known>());
  const [announcement, setAnnouncement] = useState('');

  useEffect(() => {
    const toastFor = (lab: Lab, status: LabStatus) => {
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
    const announce = (lab: Lab, status: LabStatus, since: number) => {
      if (!isOfInterest(lab)) {
        return;
      }
      setAnnouncement(
        t('toasts.saidStatus', {
          lab: lab.name,
          status: t(`status.${status}`),
        }),
      );
      browserTold.once(lab.id, status, since, () => toastFor(lab, status));
    };
    for (const [id, { lab }] of state.labs) {
      const { status } = lab;
      const before = known.current.get(id);
      if (before && before.status !== status) {
        announce(lab, status, before.since);
      }
      if (before?.status !== status) {
        known.current.set(id, { status, since: Date.now() });
      }
    }
    for (const [id, lab] of state.gone) {
      const before = known.current.get(id);
      if (before) {
        known.current.delete(id);
        announce(lab, 'DELETED', before.since);
      }
    }
    for (const [id, { lab }] of state.hidden) {
      const before = known.current.get(id);
      known.current.delete(id);
      if (before && lab && isOfInterest(lab)) {
        setAnnouncement(t('toasts.saidHidden', { lab: lab.name }));
        browserTold.once(id, 'hidden', before.since, () =>
          toasts.info(t('toasts.isHidden', { lab: lab.name })),
        );
      }
    }
  }, [state.labs, state.gone, state.hidden, isOfInterest, t, toasts]);

  return announcement;
}
