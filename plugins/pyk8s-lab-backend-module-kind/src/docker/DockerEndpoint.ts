/** The certificates of a connection, as `ca.pem`, `cert.pem` and `key.pem`. */
export interface DockerTls {
  readonly directory: string;
  /** False where the daemon's certificate is not checked. */
  readonly verify: boolean;
}

/** Where a Docker daemon is, and what it takes to be let in. */
export interface DockerEndpoint {
  /** As DOCKER_HOST takes it, such as `unix:///var/run/docker.sock`. */
  readonly address: string;
  readonly tls?: DockerTls;
  /** Why no daemon can be used, and what to do. */
  readonly problem?: string;
}
