import { HumanDuration } from '@backstage/types';

export interface Config {
  pyk8sLab?: {
    /** Simulated labs, which are not backed by real clusters. */
    simulated?: {
      /**
       * Offers simulated labs. Defaults to true, except where NODE_ENV is
       * `production`: there they must be enabled.
       */
      enabled?: boolean;
      /**
       * How long a simulated lab takes to start, such as `30s` or
       * `{ milliseconds: 200 }`. Defaults to 8s.
       */
      provisioningTime?: string | HumanDuration;
      /** The most worker nodes of one lab. Defaults to 3. */
      maxWorkers?: number;
      /**
       * The memory that simulated labs share, such as `8Gi`: with it, what does not
       * fit waits. Defaults to room for any number.
       */
      memory?: string | number;
    };
  };
}
