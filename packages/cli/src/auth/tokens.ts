/** How long a token works at least that is given to another program, in seconds. */
export const HANDED_OVER_SECONDS = 1_800;

/** What a token says of itself. It is for people: the portal checks tokens. */
export interface TokenClaims {
  /** The entity ref of the person or service that it stands for. */
  subject?: string;
  /** In seconds since 1970. */
  expiresAt?: number;
}

/** Reads a token without checking it. What is no JWT says nothing. */
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

/** @throws Error when a text cannot be sent as a token; it holds nothing of it */
export function assertToken(token: string): void {
  if (!/^[\x21-\x7e]{1,16384}$/.test(token)) {
    throw new Error(
      'This is not a token: a token is one line without spaces, as the portal gave it.',
    );
  }
}
