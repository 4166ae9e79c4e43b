import { createServer } from 'node:net';
import { SetupError } from '../common/SetupError.mjs';

const DEFAULTS = { page: 3000, api: 7007 };

/** Every address on which a program could already listen. */
const ADDRESSES = ['::', '0.0.0.0', '::1', '127.0.0.1'];

function parsePort(name, text, fallback) {
  if (text === undefined || text === '') {
    return fallback;
  }
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new SetupError(
      `${name}=${text} is not a port.`,
      `set ${name} to a number from 1 to 65535, or leave it out.`,
    );
  }
  return port;
}

/** The ports of the page and of its API, from the environment. */
export function wantedPorts(env) {
  const ports = {
    page: parsePort('PORT', env.PORT, DEFAULTS.page),
    api: parsePort('BACKEND_PORT', env.BACKEND_PORT, DEFAULTS.api),
  };
  if (ports.page === ports.api) {
    throw new SetupError(
      `PORT and BACKEND_PORT are both ${ports.page}.`,
      'give them different ports.',
    );
  }
  return ports;
}

/**
 * The Backstage settings for these ports. Empty for the default ports, so that those of
 * app-config.local.yaml apply.
 */
export function portSettings({ page, api }) {
  if (page === DEFAULTS.page && api === DEFAULTS.api) {
    return {};
  }
  const pageUrl = `http://localhost:${page}`;
  const apiUrl = `http://localhost:${api}`;
  return {
    APP_CONFIG_app_baseUrl: pageUrl,
    APP_CONFIG_backend_baseUrl: apiUrl,
    APP_CONFIG_backend_listen_port: String(api),
    APP_CONFIG_backend_cors_origin: pageUrl,
  };
}

function isFree(port, host) {
  return new Promise(resolve => {
    const server = createServer();
    // An address family that the machine lacks is not in use.
    server.once('error', error => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** Whether nothing listens on that port, on any address. */
export async function isPortFree(port) {
  for (const address of ADDRESSES) {
    if (!(await isFree(port, address))) {
      return false;
    }
  }
  return true;
}

/** Fails, with the port's name and number, when a port is taken. */
export async function checkPorts({ page, api }) {
  for (const [port, what, variable] of [
    [page, 'page', 'PORT'],
    [api, 'API', 'BACKEND_PORT'],
  ]) {
    if (!(await isPortFree(port))) {
      throw new SetupError(
        `Port ${port}, which the portal's ${what} needs, is in use.`,
        `end the program that uses it (lsof -i :${port} names it; perhaps the portal already runs), or choose another: ${variable}=${
          port + 100
        } npm start`,
      );
    }
  }
}
