import { parseDocument } from 'yaml';

/** What values in base64 are made of, which cost the parser nothing. */
const BASE64 = /[A-Za-z0-9+/=]+/g;

/**
 * Parses YAML that may be anything, in bounded time. What costs the parser time is
 * structure, up to a second for 64 KiB of it, so that is bounded, too. There are no
 * aliases, so nothing expands, and no check for unique keys, which is quadratic.
 *
 * @param limits - bytes: of all; structure: characters beside those of base64
 * @returns undefined for what is no such YAML; the parser's own error would quote it
 */
export function parseBoundedYaml(
  text: string,
  limits: { bytes: number; structure: number },
): unknown {
  if (
    text.length > limits.bytes ||
    Buffer.byteLength(text) > limits.bytes ||
    text.replace(BASE64, '').length > limits.structure
  ) {
    return undefined;
  }
  try {
    const document = parseDocument(text, {
      logLevel: 'error',
      merge: false,
      prettyErrors: false,
      schema: 'core',
      uniqueKeys: false,
    });
    return document.errors.length > 0
      ? undefined
      : document.toJS({ maxAliasCount: 0 });
  } catch {
    // Too deep for the stack, or an alias.
    return undefined;
  }
}
