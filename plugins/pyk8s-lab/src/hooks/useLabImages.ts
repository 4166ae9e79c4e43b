import { useApi } from '@backstage/frontend-plugin-api';
import type { LabImageList } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback } from 'react';
import { labApiRef } from '../api';
import { type Answer, useAnswer } from './useAnswer';

/**
 * Asks which images the nodes of a lab have.
 *
 * @param labId - the lab's id
 * @param occasion - it is asked again when this changes
 */
export function useLabImages(
  labId: string,
  occasion: string,
): Answer<LabImageList> {
  const api = useApi(labApiRef);
  const ask = useCallback(() => api.listLabImages(labId), [api, labId]);
  return useAnswer(ask, occasion);
}
