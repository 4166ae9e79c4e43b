/**
 * How somebody signs in to an API server. There is no other way: whatever runs a
 * program or reads a file on the machine of the client is left out on purpose.
 *
 * @public
 */
export type ClusterUser =
  | {
      /** A certificate in PEM, perhaps with those between it and its authority. */
      readonly certificate: string;
      /** The certificate's private key in PEM. */
      readonly key: string;
    }
  | { readonly token: string };

/**
 * The credentials of a cluster.
 *
 * @public
 */
export interface ClusterCredentials {
  /** The certificates in PEM that the server's own is checked by. */
  readonly authority?: string;
  /** Missing for a cluster without sign-in, as for a simulated cluster. */
  readonly user?: ClusterUser;
}

/**
 * All that it takes to talk to an API server. Clients are built from this, never from
 * a kubeconfig, which can name programs to run.
 *
 * @public
 */
export interface ClusterAccess extends ClusterCredentials {
  /** The URL of the API server. */
  readonly server: string;
  /** What the server's certificate names, where that is another than its address. */
  readonly serverName?: string;
}
