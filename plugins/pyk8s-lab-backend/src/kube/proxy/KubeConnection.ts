import { Agent } from 'node:https';
import { createSecureContext } from 'node:tls';
import { readKubeconfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** How long a connection is kept for the next request. API servers keep it longer. */
const KEEP_MS = 20_000;

/** Connects to one API server as one user, with reused connections. */
export class KubeConnection {
  readonly server: URL;
  readonly agent: Agent;
  /** Of requests, where a token says who asks. */
  readonly authorization: string | undefined;

  constructor(yaml: string) {
    const { server, serverName, authority, user } = readKubeconfig(yaml);
    const certificate = user && 'certificate' in user ? user : undefined;
    this.server = new URL(server);
    if (this.server.protocol !== 'https:') {
      throw new Error(
        'The kubeconfig of the cluster names no server by https.',
      );
    }
    this.authorization =
      user && 'token' in user ? `Bearer ${user.token}` : undefined;
    this.agent = new Agent({
      // Read once, and refused here if it is no certificate or no key.
      secureContext: createSecureContext({
        ca: authority,
        cert: certificate?.certificate,
        key: certificate?.key,
      }),
      servername: serverName,
      // Whatever the environment says of that.
      rejectUnauthorized: true,
      keepAlive: true,
      timeout: KEEP_MS,
    });
  }

  /** Closes idle connections; those in use continue. */
  release(): void {
    for (const sockets of Object.values(this.agent.freeSockets)) {
      sockets?.forEach(socket => socket.destroy());
    }
  }
}
