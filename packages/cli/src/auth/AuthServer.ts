import { CliError } from '../errors';
import type { Credentials } from '../config';
import { ask } from './ask';
import { isSafe } from './portalUrl';
import { readToken } from './tokens';

/** The scope: the user's identity and a refresh token. */
const SCOPE = 'openid offline_access';

/** The portal refused a refresh token or code. */
export class RefusedError extends CliError {
  override name = 'RefusedError';
}

interface TokenAnswer {
  access_token: string;
  expires_in?: number;
  refresh_token?: string;
}

/**
 * The part of a portal that signs in command lines: OAuth 2.1's authorization
 * code with PKCE, as Backstage's auth plugin offers it. Its token endpoint takes
 * JSON only, which is why no OAuth library is used for these few requests.
 */
export class AuthServer {
  /** The issuer, which is also the prefix of the portal's client ids. */
  readonly #url: string;
  readonly #signal?: AbortSignal;

  /**
   * @param portal - the portal's address
   * @param signal - aborts requests
   * @throws CliError when no portal answers, or it does not support this sign-in
   */
  static async discover(
    portal: string,
    signal?: AbortSignal,
  ): Promise<AuthServer> {
    const url = `${portal}/api/auth`;
    const { answer, body: found } = await ask(
      `${url}/.well-known/openid-configuration`,
      { headers: { Accept: 'application/json' } },
      signal,
    );
    if (!answer.ok || !hasText(found, 'issuer')) {
      throw new CliError(
        `${portal} answers, but not as the backend of a portal: give the address that its API has (backend.baseUrl of its app-config), such as http://localhost:7007 for one on this machine.`,
      );
    }
    if (
      !('client_id_metadata_document_supported' in found) ||
      found.client_id_metadata_document_supported !== true
    ) {
      throw new CliError(
        `${portal} lets no command lines sign in with a browser: its administrator turns on auth.clientIdMetadataDocuments. A static token works, too: pyk8s auth login --url ${portal} --token-stdin.`,
      );
    }
    assertIssuer(found.issuer, portal, url);
    return new AuthServer(url, signal);
  }

  /** The server that issued these credentials. */
  static at(portal: string, signal?: AbortSignal): AuthServer {
    return new AuthServer(`${portal}/api/auth`, signal);
  }

  private constructor(url: string, signal?: AbortSignal) {
    this.#url = url;
    this.#signal = signal;
  }

  /** The client id of Backstage's own command line, whose metadata the portal serves. */
  get clientId(): string {
    return `${this.#url}/.well-known/oauth-client/cli.json`;
  }

  /** The URL that the browser opens to sign in. */
  authorizeUrl(options: {
    redirectUri: string;
    state: string;
    challenge: string;
  }): string {
    const parameters = new URLSearchParams({
      client_id: this.clientId,
      redirect_uri: options.redirectUri,
      response_type: 'code',
      scope: SCOPE,
      state: options.state,
      code_challenge: options.challenge,
      code_challenge_method: 'S256',
    });
    return `${this.#url}/v1/authorize?${parameters}`;
  }

  /** Exchanges an authorization code for tokens. */
  async exchange(options: {
    code: string;
    redirectUri: string;
    verifier: string;
  }): Promise<Credentials> {
    const answer = await this.#token({
      grant_type: 'authorization_code',
      client_id: this.clientId,
      code: options.code,
      redirect_uri: options.redirectUri,
      code_verifier: options.verifier,
    });
    return { ...answer, clientId: this.clientId };
  }

  /**
   * Exchanges a refresh token for new tokens. It cannot be used again.
   * @throws RefusedError when it has expired or was revoked
   */
  async refresh(refreshToken: string): Promise<Credentials> {
    return this.#token({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
  }

  /** Revokes a refresh token. @returns whether the portal confirmed it */
  async revoke(refreshToken: string, clientId: string): Promise<boolean> {
    try {
      const { answer } = await this.#post('/v1/revoke', {
        token: refreshToken,
        token_type_hint: 'refresh_token',
        client_id: clientId,
      });
      return answer.ok;
    } catch {
      return false;
    }
  }

  async #token(body: object): Promise<Credentials> {
    const { answer: response, body: answer } = await this.#post(
      '/v1/token',
      body,
    );
    if (response.status === 400 || response.status === 401) {
      const why = hasText(answer, 'error_description')
        ? ` (${answer.error_description})`
        : '';
      throw new RefusedError(`The portal rejects the sign-in${why}.`);
    }
    if (!response.ok || !isTokenAnswer(answer)) {
      throw new CliError(
        `The portal cannot sign anyone in now (it answered ${response.status}): try again.`,
      );
    }
    const { access_token: accessToken, refresh_token: refreshToken } = answer;
    const expiresAt =
      readToken(accessToken).expiresAt ??
      (answer.expires_in === undefined
        ? undefined
        : Math.floor(Date.now() / 1000) + answer.expires_in);
    return { accessToken, refreshToken, expiresAt };
  }

  #post(path: string, body: object): ReturnType<typeof ask> {
    return ask(
      `${this.#url}${path}`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        // The body is secret: it must not be logged or shown.
        redirect: 'error',
      },
      this.#signal,
    );
  }
}

/**
 * The issuer must be the portal itself (RFC 8414, 3.3). Otherwise a portal that names
 * another's sign-in would receive the code that the other issued, and could use it.
 */
function assertIssuer(issuer: string, portal: string, url: string): void {
  const issuerUrl = URL.canParse(issuer)
    ? new URL(issuer).href.replace(/(?<!\/)\/+$/, '')
    : undefined;
  if (issuerUrl === undefined || issuerUrl !== new URL(url).href) {
    const address = issuerUrl?.replace(/\/api\/auth$/, '');
    throw new CliError(
      `${portal} says that people sign in at "${issuer.slice(
        0,
        100,
      )}", which is not there: ${
        address === undefined || address === issuerUrl
          ? 'its administrator corrects backend.baseUrl in its app-config.'
          : `give the address ${address} if that is the portal you mean, or else do not sign in.`
      }`,
    );
  }
  if (!isSafe(issuerUrl)) {
    throw new CliError(
      `${portal} would have people sign in without encryption: it needs an https:// address.`,
    );
  }
}

function hasText<K extends string>(
  value: unknown,
  key: K,
): value is Record<K, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, key) === 'string'
  );
}

function isTokenAnswer(value: unknown): value is TokenAnswer {
  return hasText(value, 'access_token');
}
