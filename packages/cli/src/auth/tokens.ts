/** How long a token that is passed to another program must stay valid, in seconds. */
export const MIN_TOKEN_SECONDS = 1_800;

/** The claims of a token that are shown to people. The portal verifies tokens. */
export interface TokenClaims {
  /** The entity ref of the user or service. */
  subject?: string;
  /** In seconds since 1970. */
  expiresAt?: number;
}

/** Decodes a token without verifying it. Opaque tokens have no claims. */
export function readToken(token: string): TokenClaims {
  try {
    const [, payload] = token.split('.');
    const { sub, exp } = JSON.parse(
      Buffer.from(payload, 'base64url').toString('utf8'),
    );
    return {
      ...(typeof sub === 'string' && { subject: sub }),
      ...(typeof exp === 'number' && { expiresAt: exp }),
    };
  } catch {
    return {};
  }
}

/** @throws Error when a text cannot be a token; the message does not quote it */
export function assertToken(token: string): void {
  if (!/^[\x21-\x7e]{1,16384}$/.test(token)) {
    throw new Error(
      'This is not a token: a token is one line without spaces, as the portal gave it.',
    );
  }
}
