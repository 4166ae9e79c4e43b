import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Ephemeral Kubernetes clusters. */
  pyk8sLab?: {
    /**
     * The provider of a lab that does not name one. Defaults to `kind`. In
     * development, `simulated` takes its place while Docker cannot be reached.
     */
    defaultProvider?: string;

    /** How long labs live. Durations are written `2h`, `90m`, or as an object. */
    ttl?: {
      /**
       * The time of a lab that does not ask for one. Defaults to 2h.
       */
      default?: string | HumanDuration;
      /**
       * The shortest time that can be asked for. Defaults to 5m.
       */
      min?: string | HumanDuration;
      /**
       * The longest time that can be asked for. Defaults to 24h.
       */
      max?: string | HumanDuration;
      /**
       * How long a lab can live in all, however often it is extended. Defaults
       * to 72h.
       */
      maxLifetime?: string | HumanDuration;
    };

    /** How labs are made. */
    provisioning?: {
      /** How many labs are made at the same time. Defaults to 2. */
      concurrency?: number;
      /** How long one attempt may take. Defaults to 10m. */
      timeout?: string | HumanDuration;
      /** How often it is tried before a lab is in ERROR. Defaults to 3. */
      attempts?: number;
    };

    /** How kubeconfigs are encrypted in the database. */
    encryption?: {
      /**
       * The first key encrypts; the others can still decrypt. Required in
       * production; development makes a key of its own where there is none.
       */
      keys?: Array<{
        /** Tells the keys apart; stored beside what the key has encrypted. */
        id: string;
        /**
         * At least 16 characters that nobody can guess, such as the output of
         * `openssl rand -base64 32`.
         * @visibility secret
         */
        secret: string;
      }>;
    };
  };
}
