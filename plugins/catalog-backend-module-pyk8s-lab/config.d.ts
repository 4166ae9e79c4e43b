import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /** Labs as Resource entities. */
      pyk8sLab?: {
        /**
         * When all labs are read, which repairs missed changes. Changes reach the
         * catalog at once in any case. Defaults to every 5 minutes, with a timeout of 4
         * minutes.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
