import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  search?: {
    collators?: {
      /** Labs in the search. */
      pyk8sLab?: {
        /**
         * When all labs are indexed again. Defaults to every 5 minutes, with a timeout
         * of 4 minutes and an initial delay of 3 seconds.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
