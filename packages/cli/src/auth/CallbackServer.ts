import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { CliError } from '../errors';

const HOST = '127.0.0.1';

const HEADERS = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'",
  Connection: 'close',
};

/**
 * Receives the browser's redirect: a server on the loopback address, for one sign-in.
 * It also redirects the browser to the portal, so that the link which is shown, and
 * passed to the browser as an argument, contains no secret.
 */
export class CallbackServer {
  /** The `state` that the redirect must have. */
  readonly state = randomBytes(32).toString('base64url');
  readonly #start = randomBytes(16).toString('base64url');
  readonly #server: Server;
  readonly #code: Promise<string>;
  #authorizeUrl: string | undefined;
  #resolve: (code: string) => void = () => {};
  #reject: (error: Error) => void = () => {};
  #port = 0;

  /** @param port - any free one unless given */
  static async listen(port = 0): Promise<CallbackServer> {
    const server = new CallbackServer();
    await server.#listen(port);
    return server;
  }

  private constructor() {
    this.#code = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#code.catch(() => undefined);
    this.#server = createServer((request, response) =>
      this.#answer(request, response),
    );
  }

  get redirectUri(): string {
    return `http://${HOST}:${this.#port}/callback`;
  }

  /** The link to open. It redirects to the portal, once. */
  startAt(authorizeUrl: string): string {
    this.#authorizeUrl = authorizeUrl;
    return `http://${HOST}:${this.#port}/start/${this.#start}`;
  }

  /** The authorization code of the redirect. */
  async code(): Promise<string> {
    return this.#code;
  }

  async close(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          new CliError(
            `Port ${port} of this machine cannot be used (${error.code}): choose another with --port, or leave it out.`,
          ),
        ),
      );
      this.#server.listen(port, HOST, resolve);
    });
    const address = this.#server.address();
    this.#port = typeof address === 'object' && address ? address.port : port;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method, headers, url: path = '/' } = request;
    if (
      method !== 'GET' ||
      headers.host !== `${HOST}:${this.#port}` ||
      !URL.canParse(path, this.redirectUri)
    ) {
      say(response, 400, 'This page is for signing in with a browser.');
      return;
    }
    const url = new URL(path, this.redirectUri);
    if (url.pathname === `/start/${this.#start}`) {
      this.#sendOff(response);
    } else if (url.pathname === '/callback') {
      this.#receive(url.searchParams, response);
    } else {
      say(response, 404, 'There is nothing here.');
    }
  }

  #sendOff(response: ServerResponse): void {
    const to = this.#authorizeUrl;
    this.#authorizeUrl = undefined;
    if (!to) {
      say(response, 410, 'This link has been used: run the command again.');
      return;
    }
    response.writeHead(302, { ...HEADERS, Location: to }).end();
  }

  #receive(parameters: URLSearchParams, response: ServerResponse): void {
    if (!isSame(parameters.get('state') ?? '', this.state)) {
      // Not a redirect of this sign-in: keep waiting.
      say(response, 400, 'This is not the sign-in that was started here.');
      return;
    }
    const code = parameters.get('code');
    const error = parameters.get('error');
    if (code) {
      say(response, 200, 'You are signed in. You can close this window.');
      this.#resolve(code);
    } else {
      const why = parameters.get('error_description') ?? error ?? 'no code';
      say(response, 200, 'You are not signed in. You can close this window.');
      this.#reject(
        new CliError(
          error === 'access_denied'
            ? 'The sign-in was refused in the browser.'
            : `The portal did not sign you in (${readable(
                why,
              )}): run the command again.`,
        ),
      );
    }
  }
}

function say(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, {
      ...HEADERS,
      'Content-Type': 'text/plain; charset=utf-8',
    })
    .end(`PyK8s-Lab: ${text}\n`);
}

/** Compares in constant time. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Text from a URL, made safe to print on a terminal. */
function readable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
}
