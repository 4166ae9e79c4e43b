import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Lab,
  LabLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useCallback, useEffect } from 'react';
import { labApiRef } from '../api';
import { afterWhileSeen } from '../watch';
import { keepCluster } from '../logs';
import { type Answer, useAnswer } from './useAnswer';

/**
 * How often it is asked again while a lab is made. A run is known once something
 * was written in it, of which no event tells.
 */
const ASK_AGAIN_MS = 2_000;

/** What has logs in a lab, as far as it is known. */
export type LogSourcesResult = Omit<Answer<LabLogSources>, 'value'> & {
  sources?: LabLogSources;
};

/** Asks what has logs in a lab, again whenever that may have changed. */
export function useLogSources(lab: Lab): LogSourcesResult {
  const { id, status, attempt } = lab;
  const api = useApi(labApiRef);
  const ask = useCallback(() => api.getLabLogSources(id), [api, id]);
  const {
    value: sources,
    isLoading,
    refresh,
    ...rest
  } = useAnswer(ask, [status, attempt].join(), (known, answer) =>
    status === 'RUNNING' ? keepCluster(known, answer) : answer,
  );

  const isBeingMade = status === 'PROVISIONING';
  useEffect(() => {
    if (!isBeingMade || isLoading) {
      return undefined;
    }
    return afterWhileSeen(ASK_AGAIN_MS, refresh);
  }, [isBeingMade, isLoading, refresh]);

  return {
    ...rest,
    sources,
    refresh,
    // What goes on by itself needs no notice.
    isLoading: isLoading && !(sources && isBeingMade),
  };
}
