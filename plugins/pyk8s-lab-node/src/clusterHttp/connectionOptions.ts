import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ClusterAccess } from '../kubeconfig';

/** What requests to an API server are made with. */
export interface ClusterConnectionOptions {
  readonly agent: HttpAgent | HttpsAgent;
  readonly headers: Readonly<Record<string, string>>;
}

/** Connects as somebody to an API server, whose certificate is always checked. */
export function connectionOptions(
  access: ClusterAccess,
): ClusterConnectionOptions {
  const { server, serverName, authority, user } = access;
  const certificate = user && 'certificate' in user ? user : undefined;
  const token = user && 'token' in user ? user.token : undefined;
  return {
    agent: server.startsWith('https:')
      ? new HttpsAgent({
          ca: authority,
          cert: certificate?.certificate,
          key: certificate?.key,
          servername: serverName,
          // Whatever the environment says of that.
          rejectUnauthorized: true,
        })
      : new HttpAgent(),
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
  };
}
