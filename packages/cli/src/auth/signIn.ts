import { createHash, randomBytes } from 'node:crypto';
import type { Credentials } from '../config';
import { AuthServer } from './AuthServer';
import { CallbackServer } from './CallbackServer';

/**
 * Signs in with a browser.
 *
 * @param options - portal: its address; port: of the callback server, any free one
 *   unless given; open: gets the link to open; wait: stops waiting for the user;
 *   signal: aborts requests to the portal
 */
export async function signIn(options: {
  portal: string;
  port?: number;
  signal?: AbortSignal;
  open: (link: string) => void;
  wait: <T>(result: Promise<T>) => Promise<T>;
}): Promise<Credentials> {
  const server = await AuthServer.discover(options.portal, options.signal);
  const callback = await CallbackServer.listen(options.port);
  try {
    const verifier = randomBytes(48).toString('base64url');
    const { redirectUri, state } = callback;
    options.open(
      callback.startAt(
        server.authorizeUrl({
          redirectUri,
          state,
          challenge: createHash('sha256').update(verifier).digest('base64url'),
        }),
      ),
    );
    const code = await options.wait(callback.code());
    return await server.exchange({ code, redirectUri, verifier });
  } finally {
    await callback.close();
  }
}
