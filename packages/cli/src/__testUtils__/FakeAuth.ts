import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';

/** Now, in seconds since 1970. */
export const seconds = () => Math.floor(Date.now() / 1000);

/** A token that expires at a given time. */
export const tokenUntil = (exp: number, name: string) =>
  [{ alg: 'none' }, { sub: 'user:default/alice', exp, name }, '']
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');

/** The sign-in of a portal. It approves every request, without a browser. */
export class FakeAuth {
  readonly sent: Record<string, string>[] = [];
  challenge = '';
  refreshToken = 'refresh-1';
  supported = true;
  issuer: string | undefined;
  readonly #server: Server;

  static async start(): Promise<FakeAuth> {
    const auth = new FakeAuth();
    await new Promise<void>(resolve =>
      auth.#server.listen(0, '127.0.0.1', resolve),
    );
    return auth;
  }

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const answer = (status: number, body: object) =>
        response
          .writeHead(status, { 'Content-Type': 'application/json' })
          .end(JSON.stringify(body));
      if (request.url?.endsWith('/openid-configuration')) {
        answer(200, {
          issuer: this.issuer ?? `${this.url}/api/auth`,
          client_id_metadata_document_supported: this.supported,
        });
        return;
      }
      const body = Object(await json(request)) as Record<string, string>;
      this.sent.push(body);
      const isRight =
        body.grant_type === 'authorization_code'
          ? body.code === 'the-code' &&
            createHash('sha256')
              .update(body.code_verifier)
              .digest('base64url') === this.challenge
          : body.refresh_token === this.refreshToken;
      if (!isRight) {
        answer(400, { error: 'invalid_grant', error_description: 'no' });
        return;
      }
      this.refreshToken = `refresh-${this.sent.length + 1}`;
      answer(200, {
        access_token: tokenUntil(seconds() + 3600, `${this.sent.length}`),
        refresh_token: this.refreshToken,
      });
    });
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${Object(address).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}
