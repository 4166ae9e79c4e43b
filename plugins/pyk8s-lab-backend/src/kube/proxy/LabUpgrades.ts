import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { ServerResponse, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { explainLargeHeaders } from './explainLargeHeaders';
import { hideCommand } from '../hideCommands';
import { isKubeSession } from '../KubeRequest';
import { UpgradedConnection } from './UpgradedConnection';

/** The line of a portal's backend that lets its server take upgrades. */
export const UPGRADES_LINE =
  "backend.add(import('@pyk8s-lab/backstage-plugin-pyk8s-lab-backend/httpRouter'))";

/** The answer to an unhandled upgrade. */
const NOT_TAKEN =
  'HTTP/1.1 501 Not Implemented\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Takes upgrades to sessions with labs' clusters.
 * @public
 */
export interface LabUpgradesService {
  /** Whether a server has been given. */
  readonly isListening: boolean;
  /**
   * Takes the upgrades of labs' Kubernetes APIs from a server, and leaves all others
   * to those who listen for them.
   */
  listen(server: Server): void;
}

/** Connections of requests that came as upgrades, until they are taken. */
const connections = new WeakMap<IncomingMessage, UpgradedConnection>();

/**
 * Takes the connection of a request that came as an upgrade.
 * @returns undefined for others
 */
export function takeUpgrade(
  req: IncomingMessage,
): UpgradedConnection | undefined {
  const connection = connections.get(req);
  connections.delete(req);
  return connection;
}

/**
 * Takes requests that are to become a connection both ways (exec, port-forward), and
 * has the routers authenticate, decide and refuse them as they do others.
 *
 * Node.js hands such a request to no router once anybody listens for upgrades, and
 * plugins do not get the server that they are served by. So the portal gives it.
 */
export class LabUpgrades implements LabUpgradesService {
  #isListening = false;

  get isListening(): boolean {
    return this.#isListening;
  }

  listen(server: Server): void {
    this.#isListening = true;
    const othersListen = () => server.listenerCount('upgrade') > 1;
    // Node.js asks (24.9, 22.21 and later) what is an upgrade. An offer that nobody
    // takes, such as to HTTP/2, is a request like any other then.
    if ('shouldUpgradeCallback' in server) {
      server.shouldUpgradeCallback = (req: IncomingMessage) =>
        isKubeSession(req) || othersListen();
    }
    server.on(
      'upgrade',
      (req: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (isKubeSession(req)) {
          connections.set(req, new UpgradedConnection(req.socket, head));
          serve(server, req, socket);
        } else if (!othersListen()) {
          socket.on('error', () => undefined).end(NOT_TAKEN);
        }
      },
    );
    explainLargeHeaders(server);
  }
}

/**
 * What takes upgrades, once the portal has given it its server: by `labHttpRouter`, or
 * in a root HTTP router of its own.
 * @public
 */
export const labUpgradesServiceRef = createServiceRef<LabUpgradesService>({
  id: 'pyk8s-lab.upgrades',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => new LabUpgrades(),
    }),
});

/** Lets the routers answer a request, after which its connection ends. */
function serve(server: Server, req: IncomingMessage, socket: Duplex): void {
  // What goes wrong with it is told by what reads and writes it.
  socket.on('error', () => undefined);
  const res = new ServerResponse(req);
  try {
    res.assignSocket(req.socket);
  } catch {
    // A request before it on the connection has no answer yet: no client that waits
    // for its upgrade sends it so.
    socket.destroy();
    return;
  }
  res.shouldKeepAlive = false;
  res.on('finish', () => req.socket.destroySoon());
  // Node.js tells of no upgrade before.
  hideCommand(req);
  server.emit('request', req, res);
}
