import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Ephemeral Kubernetes clusters. */
  pyk8sLab?: {
    /**
     * The provider of a lab that does not name one. Defaults to `kind`. In
     * development, `simulated` takes its place while Docker cannot be reached.
     */
    defaultProvider?: string;

    /**
     * The users and groups who may see every lab and do everything with it, as
     * entity refs. Nobody unless given.
     */
    admins?: string[];

    /**
     * Services from outside the portal that may have labs, such as CI: what
     * `backend.auth.externalAccess` lets in. None unless given.
     */
    services?: Array<{
      /**
       * What Backstage calls it: the `subject` of a static token as it is; that of
       * a JWT with `external:` and the `subjectPrefix` before it.
       */
      subject: string;
      /** The user that it acts as, as an entity ref. It need not be in the catalog. */
      user: string;
      /** The groups whose labs are also its own, as entity refs. */
      groups?: string[];
    }>;

    /** How many labs there may be at a time: real clusters, and simulated ones apart. */
    quotas?: {
      /** Labs of one user. Defaults to 3. */
      perUser?: number;
      /** Labs of one group. Defaults to 10. */
      perGroup?: number;
      /** Labs of everybody together. Defaults to 50. */
      total?: number;
      /** Simulated labs, which count for none of the above. */
      simulated?: {
        /** Simulated labs of one user. Defaults to 20. */
        perUser?: number;
        /** Simulated labs of one group. Defaults to 20. */
        perGroup?: number;
        /** Simulated labs of everybody together. Defaults to 200. */
        total?: number;
      };
    };

    /** How many labs one person may ask for in a time. */
    createRate?: {
      /** Defaults to 10. */
      limit?: number;
      /** Defaults to 10m. */
      per?: string | HumanDuration;
    };

    /**
     * How many changes to labs one caller may make in a time: commands, imports,
     * kubeconfigs and downloads of logs included. Counted in each replica.
     */
    changeRate?: {
      /** Defaults to 60. */
      limit?: number;
      /** Defaults to 1m. */
      per?: string | HumanDuration;
    };

    /** What a pause does, and when labs are paused by themselves. */
    pause?: {
      /**
       * Whether a lab's time stands still while it is paused. Defaults to false:
       * it ends when it would have ended.
       */
      stopsTime?: boolean;
      /**
       * A lab whose cluster nobody has used for this long is paused. Unless
       * given, none is.
       */
      idleAfter?: string | HumanDuration;
    };

    /** How long history is kept. */
    retention?: {
      /** Labs after they were deleted, with their events. Defaults to 30d. */
      deletedLabs?: string | HumanDuration;
      /** Events of any lab. Defaults to 90d. */
      events?: string | HumanDuration;
      /**
       * Clusters with this portal's names that it knows nothing of, such as after
       * its database was restored. Defaults to 10m.
       */
      unknownClusters?: string | HumanDuration;
    };

    /** How long labs live. Durations are written `2h`, `90m`, or as an object. */
    ttl?: {
      /**
       * The time of a lab that does not ask for one. Defaults to 2h.
       */
      default?: string | HumanDuration;
      /**
       * The shortest time that can be requested. Defaults to 5m.
       */
      min?: string | HumanDuration;
      /**
       * The longest time that can be requested. Defaults to 24h.
       */
      max?: string | HumanDuration;
      /**
       * How long a lab can live in all, however often it is extended. Defaults
       * to 72h.
       */
      maxLifetime?: string | HumanDuration;
      /**
       * How long before a lab's end its owner is warned. Defaults to 15m and 5m;
       * an empty list warns nobody.
       */
      warnings?: (string | HumanDuration)[];
    };

    /**
     * Of what the owners of labs are told by notifications of Backstage. All of
     * it unless given; what is switched off is in a lab's activity all the same.
     */
    notifications?: {
      /** That a lab can be used. Defaults to true. */
      ready?: boolean;
      /** That a lab is in ERROR, and why. Defaults to true. */
      failed?: boolean;
      /** That a lab ends soon: see `ttl.warnings`. Defaults to true. */
      endsSoon?: boolean;
      /** That a lab is paused: see `pause.idleAfter`. Defaults to true. */
      idle?: boolean;
      /** That a lab has expired and is deleted. Defaults to true. */
      ended?: boolean;
      /** That somebody else's lab is one's own now. Defaults to true. */
      handedOver?: boolean;
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

    /** The images that people may import into labs. */
    images?: {
      /**
       * How large an image archive may be, uncompressed, such as `4Gi`. It is kept
       * in `backend.workingDirectory`, or else the directory for temporary files,
       * until it is in the lab's nodes. Defaults to 4Gi.
       */
      maxArchive?: string | number;
      /**
       * The images of the lab host's Docker that may be imported by name,
       * such as `registry.example.com/team/*`; a `*` stands for anything. Defaults
       * to none, so that images come as archives.
       */
      hostImages?: string[];
      /** How many are imported at once by one process, up to 100. Defaults to 4. */
      concurrency?: number;
    };
    /** What is told of logs. */
    logs?: {
      /**
       * How much of a lab's logs is put into one archive, uncompressed, such as
       * `1Gi`. It is gathered where image archives are. Defaults to 512Mi.
       */
      maxArchive?: string | number;
    };
    /** The commands that people may run in labs through the portal. */
    exec?: {
      /**
       * The programs that may be run, by their names. Defaults to `kubectl`
       * alone; an empty list switches commands off.
       */
      commands?: Array<
        | string
        | {
            /** The name of the program, without a path. */
            command: string;
            /**
             * Whether it runs as root of the lab's node, which programs such as
             * `crictl` need. Defaults to false.
             */
            asRoot?: boolean;
          }
      >;
      /** How long a command runs that does not ask for a time. Defaults to 1m. */
      timeout?: string | HumanDuration;
      /**
       * The longest time that can be requested, up to 24h. Defaults to 10m, or to
       * `timeout` where that is longer.
       */
      maxTimeout?: string | HumanDuration;
      /**
       * How much is told of what one command prints, such as `1Mi`; the rest is
       * left out. Up to 64Mi. Defaults to 1Mi.
       */
      maxOutput?: string | number;
      /** How many commands run in one lab at once, up to 100. Defaults to 4. */
      perLab?: number;
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
