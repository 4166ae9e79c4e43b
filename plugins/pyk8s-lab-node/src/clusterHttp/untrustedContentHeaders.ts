/**
 * The headers of every answer with content of a lab: it never runs as the portal in a
 * browser, no proxy stores it, and none holds it back to compress it.
 *
 * @public
 */
export const UNTRUSTED_CONTENT_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store, no-transform',
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'X-Accel-Buffering': 'no',
  'X-Content-Type-Options': 'nosniff',
};
