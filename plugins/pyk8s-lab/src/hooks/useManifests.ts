import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Lab,
  LabApi,
  LabApplyOptions,
  LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { outcomeOf, useCapture } from '../analytics';
import { labApiRef } from '../api';
import { isRunning } from '../jobs/describe';
import { packManifests, type GivenManifests } from '../manifests/packManifests';
import { JobWatch } from '../jobs/JobWatch';
import { LabSessions } from '../sessions';

const sessions = new LabSessions<JobWatch>(
  jobs => jobs.getState().jobs?.some(isRunning) ?? false,
);

/** The jobs that apply manifests to a lab; kept for as long as the portal's page is. */
export function applyJobsOf(labId: string, api: LabApi): JobWatch {
  return sessions.of(labId, api, () =>
    JobWatch.create({ labId, api, types: ['apply'] }),
  );
}

/** How many jobs that have ended are of interest. */
const ENDED_SHOWN = 3;

/** Manifests that are applied to a lab. */
export interface Manifests {
  /** The newest first: all that run, and the last that have ended. */
  jobs: readonly LabJob[];
  isSending: boolean;
  /** @throws what the portal refuses them with */
  apply: (given: GivenManifests, options: ApplyChoices) => Promise<void>;
  cancel: (job: LabJob) => Promise<void>;
}

/** How manifests are applied. */
export interface ApplyChoices
  extends Pick<LabApplyOptions, 'namespace' | 'serverSide'> {
  /** Of a kustomization in an archive; empty for plain manifests. */
  folder: string;
}

/** Applies manifests to a lab, and watches how that goes. */
export function useManifests({
  id,
  provider,
}: Pick<Lab, 'id' | 'provider'>): Manifests {
  const api = useApi(labApiRef);
  const capture = useCapture();
  const watch = useMemo(() => applyJobsOf(id, api), [id, api]);
  const { jobs = [] } = useSyncExternalStore(watch.subscribe, watch.getState);
  const [isSending, setIsSending] = useState(false);
  useEffect(() => watch.watch(), [watch]);

  const apply: Manifests['apply'] = async (given, { folder, ...choices }) => {
    setIsSending(true);
    const told = (outcome: ReturnType<typeof outcomeOf>) =>
      capture({
        action: 'apply',
        subject: 'manifests',
        attributes: { provider, outcome },
      });
    try {
      const { archive, options } = await packManifests(given, folder);
      watch.keep(await api.applyToLab(id, archive, { ...options, ...choices }));
      told('success');
    } catch (error) {
      told(outcomeOf(error));
      throw error;
    } finally {
      setIsSending(false);
    }
  };
  const ended = jobs.filter(job => !isRunning(job)).slice(0, ENDED_SHOWN);
  return {
    jobs: jobs.filter(job => isRunning(job) || ended.includes(job)),
    isSending,
    apply,
    cancel: async job => watch.keep(await api.cancelJob(job.id)),
  };
}
