import { withoutWebTokens } from './webTokens';

const REDACTED = '[redacted]';

/**
 * Lines can be hostile and have tens of thousands of characters, so every pattern is
 * linear in a line's length: it starts with a constant or at the start of a word, and
 * its unbounded part either matches or ends before the next possible start. Where
 * several patterns read the same characters, their number is bounded.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // A kubeadm bootstrap token.
  [/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g, REDACTED],
  [
    /(--(?:token|certificate-key|tls-bootstrap-token|discovery-token)[= ])\S+/g,
    `$1${REDACTED}`,
  ],
  [
    // With any prefix, such as DB_PASSWORD, and within quoted JSON.
    /(\b(?:\w*(?:token|password|passwd)|certificate-key|certificateKey|client-key-data|client-certificate-data|auth)\\?"?\s*[:=]\s*)\\?"?[^\s",\\]+\\?"?/gi,
    `$1${REDACTED}`,
  ],
  [/\b(Bearer|Basic) [\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  // "-----BEGIN" in base64: keys and certificates in a kubeconfig.
  [/\bLS0tLS1CRUdJTi[\w+/=]*/g, REDACTED],
  // Credentials in a URL, such as a proxy's, with any prefix.
  [/:\/\/[^\s/@"']+@/g, `://${REDACTED}@`],
];

/** Such as `://a@`. Skips the patterns for shorter lines, which may be many. */
const LEAST_SECRET = 5;

/** The maximum length of a key; a log may contain only its first line. */
const MOST_PEM_LINES = 200;
const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const PEM_END = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;

/**
 * Redacts secrets in the output of kind and its tools, line by line: a private key has
 * several lines.
 */
export class Redactor {
  /** The remaining lines of a private key. */
  #keyLines = 0;

  line(text: string): string {
    if (PEM_BEGIN.test(text)) {
      this.#keyLines = MOST_PEM_LINES;
    }
    if (this.#keyLines > 0) {
      this.#keyLines = PEM_END.test(text) ? 0 : this.#keyLines - 1;
      return REDACTED;
    }
    if (text.length < LEAST_SECRET) {
      return text;
    }
    return SECRETS.reduce(
      (line, [pattern, replacement]) => line.replace(pattern, replacement),
      withoutWebTokens(text, REDACTED),
    );
  }
}

/** Redacts secrets in a whole text. */
export function redact(text: string): string {
  const redactor = new Redactor();
  return text
    .split('\n')
    .map(line => redactor.line(line))
    .join('\n');
}
