import { useAnalytics } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { statusOf } from './api';

/** The outcome of an action. */
export type Outcome =
  | 'success'
  /** The portal refused: the person, the time, or the request. */
  | 'refused'
  | 'failed'
  /** The person ended it. */
  | 'cancelled';

interface Always {
  /** Of the lab, such as `kind`. */
  readonly provider: string;
}

interface Ended extends Always {
  readonly outcome: Outcome;
}

/**
 * Something that a person did with labs, as Backstage's analytics get it. Nothing
 * that people type and no id is in it, so that readers of the analytics learn
 * how labs are used, and not for what.
 */
export type LabUse =
  | {
      readonly action:
        | 'create'
        | 'extend'
        | 'pause'
        | 'resume'
        | 'recreate'
        | 'edit'
        | 'hand-over'
        | 'delete';
      readonly subject: 'lab';
      readonly attributes: Ended;
    }
  | {
      readonly action: 'download';
      readonly subject: 'kubeconfig';
      readonly attributes: Ended & { readonly role: 'owner' | 'viewer' };
    }
  | {
      readonly action: 'apply';
      readonly subject: 'manifests';
      readonly attributes: Ended;
    }
  | {
      readonly action: 'run';
      readonly subject: 'command';
      readonly attributes: Ended;
    }
  | {
      readonly action: 'open' | 'download';
      readonly subject: 'log';
      readonly attributes: Always & {
        readonly source: 'provisioning' | 'node' | 'pod';
      };
    }
  | {
      readonly action: 'download';
      readonly subject: 'log-archive';
      readonly attributes: Ended;
    }
  | {
      readonly action: 'import';
      readonly subject: 'image';
      readonly attributes: Ended & { readonly from: 'file' | 'lab-host' };
    };

/** The outcome of an action that ended with an error. */
export function outcomeOf(error: unknown): Outcome {
  const status = statusOf(error);
  return status !== undefined && status < 500 ? 'refused' : 'failed';
}

/**
 * Tells Backstage's analytics what a person does with labs.
 *
 * @returns a function that stays the same, and works also when the component has
 *   gone meanwhile
 */
export function useCapture(): (use: LabUse) => void {
  const tracker = useAnalytics();
  return useCallback(
    ({ action, subject, attributes }) =>
      tracker.captureEvent(action, subject, { attributes: { ...attributes } }),
    [tracker],
  );
}
