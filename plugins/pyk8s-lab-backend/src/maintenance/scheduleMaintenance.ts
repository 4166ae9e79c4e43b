import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { LabSettings } from '../config/LabSettings';
import type { ClusterStore, LabJobStore, LabStore } from '../database';
import type { LabJobs } from '../jobs/LabJobs';
import type { KubeconfigVault } from '../kubeconfig/KubeconfigVault';
import { KeyRotation } from './KeyRotation';
import { Retention } from './Retention';

const TIMEOUT = { minutes: 10 };

/** What is done now and then; `global`: by one replica of the portal at a time. */
export async function scheduleMaintenance(options: {
  scheduler: SchedulerService;
  store: LabStore;
  clusterStore: ClusterStore;
  jobStore: LabJobStore;
  vault: KubeconfigVault;
  jobWorker: Pick<LabJobs, 'takeOver'>;
  settings: LabSettings;
  logger: LoggerService;
}): Promise<void> {
  const { scheduler, logger, jobWorker } = options;
  const tasks = [
    {
      id: 'pyk8s-lab-retention',
      scope: 'global',
      frequency: { hours: 1 },
      job: new Retention(options),
    },
    {
      id: 'pyk8s-lab-key-rotation',
      scope: 'global',
      frequency: { minutes: 5 },
      job: new KeyRotation(options),
    },
    {
      id: 'pyk8s-lab-abandoned-jobs',
      scope: 'local',
      frequency: { seconds: 5 },
      job: { run: () => jobWorker.takeOver() },
    },
  ] as const;
  for (const { id, scope, frequency, job } of tasks) {
    await scheduler.scheduleTask({
      id,
      scope,
      frequency,
      timeout: TIMEOUT,
      // The scheduler does not log what a task throws.
      fn: async signal => {
        await job
          .run(signal)
          .catch(error => logger.error(`The task ${id} failed`, error));
      },
    });
  }
}
