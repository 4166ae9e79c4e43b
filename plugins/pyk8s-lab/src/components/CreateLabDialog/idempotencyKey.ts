const KEY_BYTES = 16;

/** A key that names one request, however often it is sent. */
export function newIdempotencyKey(): string {
  // crypto.randomUUID is missing where the portal is served without TLS.
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
