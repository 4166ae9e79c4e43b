import { useAnalytics } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import type { LabUse } from '../analytics';

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
