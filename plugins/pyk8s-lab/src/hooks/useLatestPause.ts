import { useApi } from '@backstage/frontend-plugin-api';
import type { LabEvent } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import useAsync from 'react-use/esm/useAsync';
import { labApiRef } from '../api';
import { latestPauseOf } from '../labs';

// A pause is among the last things that happened to a lab that is paused.
const LOOK_BACK = 30;

/**
 * The event with which a lab's pause began, once it is known. Without it the
 * page only says less, so an answer that fails is not told.
 *
 * @param id - the id of a lab that is paused
 * @param liveEvents - what has come over the stream, the newest first
 */
export function useLatestPause(
  id: string,
  liveEvents: readonly LabEvent[],
): LabEvent | undefined {
  const api = useApi(labApiRef);
  const heard = latestPauseOf(liveEvents);
  const { value } = useAsync(
    async () =>
      heard
        ? undefined
        : latestPauseOf(
            (await api.getLabActivity(id, { limit: LOOK_BACK })).items,
          ),
    [api, id, heard === undefined],
  );
  return heard ?? value;
}
