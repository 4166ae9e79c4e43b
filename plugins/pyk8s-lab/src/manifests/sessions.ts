import type { LabApi } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isRunning } from '../jobs/describe';
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
