import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /** Labs as Resource entities. */
      pyk8sLab?: {
        /**
         * When all labs are read again, which repairs missed changes.
         * Changes reach the catalog at once whatever this says. Defaults to every
         * 5 minutes, with a timeout of 4 minutes.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
