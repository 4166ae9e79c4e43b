export interface Config {
  pyk8sLab?: {
    /** KinD clusters: real Kubernetes in Docker, on the portal's machine. */
    kind?: {
      /**
       * The kind command: a name on the PATH, or a path. Defaults to `kind`.
       */
      binary?: string;

      /**
       * The Kubernetes versions that can be requested; the first is the default,
       * unless KIND_NODE_IMAGE is set in the environment. Where there are none,
       * labs have the kind binary's own version.
       */
      nodeImages?: Array<{
        /** What people choose, such as `v1.34.4`. */
        version: string;
        /**
         * The node image, such as `kindest/node:v1.34.4`. It is pulled when the
         * host does not have it.
         */
        image: string;
      }>;

      /** The most worker nodes of one lab. Defaults to 3. */
      maxWorkers?: number;

      /** Where people's machines reach the API server of a lab. */
      reach?: {
        /**
         * The address of the Docker host on which API servers listen. Defaults to
         * 127.0.0.1: nobody but the machine itself reaches them.
         */
        listen?: string;
        /**
         * The host name or address that people's kubeconfigs use for it; API
         * servers have certificates for it. Defaults to localhost.
         */
        host?: string;
        /**
         * The ports that API servers listen on, such as those that a firewall lets
         * through. Defaults to any that is free.
         */
        ports?: {
          from: number;
          to: number;
        };
      };

      /**
       * How the portal itself reaches its labs: on the `host`, or through the
       * Docker network of each lab, where the portal runs in a container. Defaults to `auto`,
       * which finds out.
       */
      access?: 'auto' | 'host' | 'network';

      /**
       * What a lab may use, all its nodes together. Cores are written such as `2`,
       * `1.5` or `500m`, bytes such as `4Gi`. Each node needs at least 500m and 1Gi.
       */
      resources?: {
        /**
         * The limits of a lab that does not ask for any. Defaults to the maximum that
         * is configured. Where none is, it is a share of the host with
         * NODE_ENV=production, and none otherwise.
         */
        default?: { cpu?: string | number; memory?: string | number };
        /**
         * The most that a lab can ask for. Defaults to what the host has, which is
         * the most in any case.
         */
        max?: { cpu?: string | number; memory?: string | number };
      };

      /**
       * The most processes and threads of one node, at least 1024. Defaults to 8192.
       */
      pidsPerNode?: number;

      /** What has to be free on the host before a lab is made; else it waits. */
      capacity?: {
        /**
         * The memory that a node is taken to need of a lab that has no memory limit, or
         * one that neither the lab nor resources.default sets.
         * Defaults to 700Mi.
         */
        memoryPerNode?: string | number;
        /** The memory that is kept free. Defaults to 1Gi. */
        minFreeMemory?: string | number;
        /**
         * The space that is kept free where Docker keeps its data. Defaults
         * to 5Gi.
         */
        minFreeDisk?: string | number;
      };
    };
  };
}
