import type { RequestHandler } from 'express';
import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import { isKubeRequest } from './KubeRequest';
import { serverOf } from './serverOf';

/**
 * Keeps the queries of requests of labs' Kubernetes APIs out of the server's log, since
 * they have the commands of exec. Backstage logs the URL that Express finds, also of
 * requests that no router of a plugin sees, such as those without a valid token. So the
 * URL for the log is set before Express does it. Routing goes by another property.
 *
 * Has to come before all that answers: the first request makes its server known.
 */
export function hideCommands(): RequestHandler {
  const servers = new WeakSet<Server>();
  return (req, _res, next) => {
    hideQuery(req);
    const server = serverOf(req);
    if (server && !servers.has(server)) {
      servers.add(server);
      server.prependListener('request', hideQuery);
    }
    next();
  };
}

function hideQuery(req: IncomingMessage & { originalUrl?: string }): void {
  const url = req.originalUrl ?? req.url ?? '';
  if (isKubeRequest(url)) {
    req.originalUrl = url.split('?')[0];
  }
}
