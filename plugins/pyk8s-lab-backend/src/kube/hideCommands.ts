import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import { isKubeRequest } from './KubeRequest';

/** Node.js tells of each request here before any listener of the server sees it. */
const REQUEST_START = 'http.server.request.start';

/**
 * Keeps the queries of requests of labs' Kubernetes APIs out of the server's log, since
 * they have the commands of exec. Backstage logs the URL that Express finds, also of
 * requests that no router of a plugin sees, such as those without a valid token. So the
 * URL for the log is set before Express does it. Routing goes by another property.
 *
 * It applies from now on to all servers of the process: a plugin does not know the one
 * that it is served by before its first request, which may be refused before it gets
 * to the plugin. Upgrades that a server listens for are not told of in this way: who
 * serves them calls {@link hideCommand}.
 *
 * @returns what ends it
 */
export function hideCommands(): () => void {
  subscribe(REQUEST_START, hideQuery);
  return () => {
    unsubscribe(REQUEST_START, hideQuery);
  };
}

/** Sets what is logged of a request, where it is one of a lab's Kubernetes API. */
export function hideCommand(request: IncomingMessage): void {
  const { url = '' } = request;
  if (isKubeRequest(url)) {
    Object.assign(request, { originalUrl: url.split('?')[0] });
  }
}

function hideQuery(message: unknown): void {
  if (typeof message === 'object' && message && 'request' in message) {
    const { request } = message;
    if (request instanceof IncomingMessage) {
      hideCommand(request);
    }
  }
}
