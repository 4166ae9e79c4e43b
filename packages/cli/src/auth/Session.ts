import type { Credentials, InstanceStore } from '../config';
import { CliError, InterruptedError, NotSignedInError } from '../errors';
import { AuthServer, RefusedError } from './AuthServer';
import { readToken } from './tokens';

/** A token is renewed when it has less than this left, in seconds. */
const RENEW_SECONDS = 120;

/** A user's access to one portal. */
export class Session {
  readonly url: string;
  /** The name of the instance; absent where the environment names the portal. */
  readonly instance?: string;
  readonly #store: InstanceStore;
  readonly #signal?: AbortSignal;
  #credentials: Credentials | undefined;

  /** @param options - signal: aborts requests, as Ctrl-C does */
  constructor(options: {
    url: string;
    instance?: string;
    store: InstanceStore;
    credentials?: Credentials;
    signal?: AbortSignal;
  }) {
    this.url = options.url;
    this.instance = options.instance;
    this.#store = options.store;
    this.#signal = options.signal;
    this.#credentials = options.credentials;
  }

  get isSignedIn(): boolean {
    return this.#credentials !== undefined;
  }

  /** Whether the token can be renewed without the user. */
  get renews(): boolean {
    return this.#credentials?.refreshToken !== undefined;
  }

  /**
   * A valid token, renewed if it expires soon.
   *
   * @param options - secondsLeft: for how long it must stay valid; refused: the token
   *   that the portal has just refused
   * @throws NotSignedInError
   */
  async credentials(
    options: { secondsLeft?: number; refused?: string } = {},
  ): Promise<Credentials> {
    const { secondsLeft = RENEW_SECONDS, refused } = options;
    const isFine = (some: Credentials) =>
      some.accessToken !== refused && !endsWithin(some, secondsLeft);
    const now = this.#credentials;
    if (!now) {
      throw this.#notSignedIn('You are not signed in');
    }
    if (isFine(now)) {
      return now;
    }
    if (!now.refreshToken || !this.instance) {
      if (now.accessToken === refused || endsWithin(now, 0)) {
        throw this.#notSignedIn('Your sign-in has expired');
      }
      return now;
    }
    try {
      this.#credentials = await this.#store.renew(this.instance, async kept =>
        // Another process may have renewed it while this one waited.
        kept && isFine(kept) ? kept : this.#refresh(kept),
      );
      return this.#credentials;
    } catch (error) {
      if (error instanceof RefusedError) {
        throw this.#notSignedIn('Your sign-in has expired');
      }
      // A portal that cannot renew tokens now may still accept this one.
      if (now.accessToken !== refused && !endsWithin(now, 0)) {
        return now;
      }
      throw error;
    }
  }

  /** The entity ref of the user, if the token has it. */
  async user(): Promise<string | undefined> {
    return readToken((await this.credentials()).accessToken).subject;
  }

  /**
   * `fetch` with the token in the Authorization header.
   * @throws InterruptedError
   */
  readonly fetch: typeof fetch = async (input, init) => {
    const signals = [init?.signal, this.#signal].filter(each => !!each);
    try {
      return await this.fetchToEnd(input, {
        ...init,
        signal: AbortSignal.any(signals),
      });
    } catch (error) {
      if (!this.#signal?.aborted || error instanceof CliError) {
        throw error;
      }
      throw new InterruptedError(
        (init?.method ?? 'GET') === 'GET'
          ? ''
          : 'The request was sent, and may still be carried out: "pyk8s cluster list" shows the result.',
      );
    }
  };

  /** The same, but not aborted by Ctrl-C, for cleanup after it. */
  readonly fetchToEnd: typeof fetch = async (input, init) => {
    const send = async (refused?: string) => {
      const { accessToken } = await this.credentials({ refused });
      const headers = new Headers(init?.headers);
      headers.set('Authorization', `Bearer ${accessToken}`);
      return { accessToken, answer: await fetch(input, { ...init, headers }) };
    };
    const { accessToken, answer } = await send();
    const canRepeat = !(init?.body instanceof ReadableStream);
    if (answer.status !== 401 || !this.renews || !canRepeat) {
      return answer;
    }
    await answer.body?.cancel();
    return (await send(accessToken)).answer;
  };

  async #refresh(kept: Credentials | undefined): Promise<Credentials> {
    if (!kept?.refreshToken) {
      // The user has signed out in the meantime.
      throw new RefusedError('The sign-in no longer exists.');
    }
    const renewed = await AuthServer.at(this.url, this.#signal).refresh(
      kept.refreshToken,
    );
    return { ...kept, ...renewed };
  }

  #notSignedIn(what: string): NotSignedInError {
    return new NotSignedInError(
      this.instance
        ? `${what} at ${this.url}: run "pyk8s auth login --instance ${this.instance}".`
        : `${what} at ${this.url}: put a token of the portal in PYK8S_LAB_TOKEN, or run "pyk8s auth login --url ${this.url}".`,
    );
  }
}

function endsWithin(
  { accessToken, expiresAt }: Credentials,
  seconds: number,
): boolean {
  const end = expiresAt ?? readToken(accessToken).expiresAt;
  return end !== undefined && end - Date.now() / 1000 < seconds;
}
