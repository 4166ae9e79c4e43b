import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Lab,
  UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback, useState } from 'react';
import { type LabUse, type Outcome, outcomeOf, useCapture } from '../analytics';
import { statusOf, labApiRef } from '../api';
import { useTranslate } from '../translation';
import { useFormatInstant } from './useFormatInstant';
import { useToasts } from './useToasts';

/** Something that a user can do to a lab. */
export type LabAction =
  | 'extend'
  | 'pause'
  | 'resume'
  | 'recreate'
  | 'edit'
  | 'handOver'
  | 'remove';

/** What a user can do to a lab that exists. Each says true when it worked. */
export interface LabActions {
  /** @param extendBy - a duration such as `1h` */
  extend: (extendBy: string) => Promise<boolean>;
  pause: () => Promise<boolean>;
  resume: () => Promise<boolean>;
  /** Replaces the cluster of the lab with a new one. */
  recreate: () => Promise<boolean>;
  /** Changes what the lab is for. An empty value clears it. */
  edit: (
    changes: Pick<UpdateLabRequest, 'component' | 'purpose'>,
  ) => Promise<boolean>;
  /**
   * @param owner - the entity ref of the new owner
   * @param ownerName - what people call them
   */
  handOver: (owner: string, ownerName: string) => Promise<boolean>;
  remove: () => Promise<boolean>;
  /** What is under way, until the server has answered. */
  pending?: LabAction;
}

/** What the actions are called where analytics are read. */
const VERBS: Record<LabAction, Extract<LabUse, { subject: 'lab' }>['action']> =
  {
    extend: 'extend',
    pause: 'pause',
    resume: 'resume',
    recreate: 'recreate',
    edit: 'edit',
    handOver: 'hand-over',
    remove: 'delete',
  };

/**
 * What a user can do to a lab, with a toast for what came of it.
 *
 * @param lab - the lab
 * @param onChanged - gets the lab as it is after a change
 */
export function useLabActions(
  lab: Lab,
  onChanged: (lab: Lab) => void,
): LabActions {
  const api = useApi(labApiRef);
  const t = useTranslate();
  const toasts = useToasts();
  const capture = useCapture();
  const formatInstant = useFormatInstant();
  const [pending, setPending] = useState<LabAction>();
  const { id, name, provider } = lab;

  const perform = useCallback(
    async (
      action: LabAction,
      request: () => Promise<Lab>,
      describe: (changed: Lab) => string,
    ) => {
      setPending(action);
      let outcome: Outcome = 'success';
      try {
        const changed = await request();
        onChanged(changed);
        toasts.success(describe(changed));
      } catch (error) {
        outcome = outcomeOf(error);
        // Rights can change after the page asked for them.
        const what = statusOf(error) === 403 ? 'refused' : 'failed';
        toasts.failure(t(`toasts.${what}.${action}`, { lab: name }), error);
      } finally {
        setPending(undefined);
      }
      capture({
        action: VERBS[action],
        subject: 'lab',
        attributes: { provider, outcome },
      });
      return outcome === 'success';
    },
    [capture, name, onChanged, provider, t, toasts],
  );

  return {
    pending,
    extend: extendBy =>
      perform(
        'extend',
        () => api.updateLab(id, { extendBy }),
        ({ expiresAt, pausedSecondsLeft }) =>
          expiresAt && pausedSecondsLeft === undefined
            ? t('toasts.extendedUntil', {
                lab: name,
                time: extendBy,
                end: formatInstant(expiresAt, 'clock'),
              })
            : t('toasts.extended', { lab: name, time: extendBy }),
      ),
    pause: () =>
      perform(
        'pause',
        () => api.pauseLab(id),
        () => t('toasts.pausing', { lab: name }),
      ),
    resume: () =>
      perform(
        'resume',
        () => api.resumeLab(id),
        () => t('toasts.resuming', { lab: name }),
      ),
    recreate: () =>
      perform(
        'recreate',
        () => api.retryLab(id),
        () => t('toasts.recreating', { lab: name }),
      ),
    edit: changes =>
      perform(
        'edit',
        () => api.updateLab(id, changes),
        () => t('toasts.edited', { lab: name }),
      ),
    handOver: (owner, ownerName) =>
      perform(
        'handOver',
        () => api.updateLab(id, { owner }),
        () => t('toasts.handedOver', { lab: name, owner: ownerName }),
      ),
    remove: () =>
      perform(
        'remove',
        () => api.deleteLab(id),
        () => t('toasts.deleting', { lab: name }),
      ),
  };
}
