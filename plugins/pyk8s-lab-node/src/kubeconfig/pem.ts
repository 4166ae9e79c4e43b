/** One of a chain of certificates, a key, and the text that tools put around them. */
const MAX_BLOCKS = 32;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const BEGIN = /^-----BEGIN ([A-Z0-9 ]{1,40})-----$/;

const CERTIFICATES: ReadonlySet<string> = new Set(['CERTIFICATE']);
const KEYS: ReadonlySet<string> = new Set([
  'PRIVATE KEY',
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
]);

/**
 * Certificates in PEM, of base64 as kubeconfigs have it. Text around them is dropped.
 *
 * @returns undefined when it has none, or base64 is invalid
 */
export function certificatesIn(base64: string): string | undefined {
  const blocks = blocksIn(base64, CERTIFICATES);
  return blocks && blocks.length > 0 ? blocks.join('') : undefined;
}

/** A private key, likewise: exactly one, and not encrypted. */
export function privateKeyIn(base64: string): string | undefined {
  const blocks = blocksIn(base64, KEYS);
  return blocks?.length === 1 ? blocks[0] : undefined;
}

/** In one pass over the lines, so in linear time. */
function blocksIn(
  base64: string,
  labels: ReadonlySet<string>,
): string[] | undefined {
  if (!isBase64(base64)) {
    return undefined;
  }
  const blocks: string[] = [];
  let open: { label: string; body: string[] } | undefined;
  for (const raw of Buffer.from(base64, 'base64')
    .toString('latin1')
    .split('\n')) {
    const line = raw.trim();
    if (!open) {
      const [, label] = BEGIN.exec(line) ?? [];
      open = label === undefined ? undefined : { label, body: [] };
    } else if (line === `-----END ${open.label}-----`) {
      if (labels.has(open.label)) {
        const body = open.body.join('');
        if (!isBase64(body) || blocks.length === MAX_BLOCKS) {
          return undefined;
        }
        blocks.push(inPem(open.label, body));
      }
      open = undefined;
    } else {
      open.body.push(line);
    }
  }
  return open ? undefined : blocks;
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && BASE64.test(text);
}

function inPem(label: string, body: string): string {
  const lines: string[] = [];
  for (let at = 0; at < body.length; at += 64) {
    lines.push(body.slice(at, at + 64));
  }
  return [
    `-----BEGIN ${label}-----`,
    ...lines,
    `-----END ${label}-----`,
    '',
  ].join('\n');
}
