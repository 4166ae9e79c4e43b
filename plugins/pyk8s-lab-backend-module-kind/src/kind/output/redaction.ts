import { withoutWebTokens } from './webTokens';

const REDACTED = '[redacted]';

/**
 * A line can come from somebody who means ill, and have tens of thousands of letters.
 * So a search takes a time that grows with a line's length and no faster: it begins
 * with a constant, or at the beginning of a word, and what it then takes of any length
 * either makes a match or ends before the next such beginning. Where several searches
 * pass over the same letters, their number has a bound.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // A kubeadm bootstrap token.
  [/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g, REDACTED],
  [
    /(--(?:token|certificate-key|tls-bootstrap-token|discovery-token)[= ])\S+/g,
    `$1${REDACTED}`,
  ],
  [
    // With any word before, such as DB_PASSWORD, and within JSON that is itself quoted.
    /(\b(?:\w*(?:token|password|passwd)|certificate-key|certificateKey|client-key-data|client-certificate-data|auth)\\?"?\s*[:=]\s*)\\?"?[^\s",\\]+\\?"?/gi,
    `$1${REDACTED}`,
  ],
  [/\b(Bearer|Basic) [\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  // What begins with "-----BEGIN" in base64: keys and certificates in a kubeconfig.
  [/\bLS0tLS1CRUdJTi[\w+/=]*/g, REDACTED],
  // Credentials in a URL, such as a proxy's. What is before it does not matter.
  [/:\/\/[^\s/@"']+@/g, `://${REDACTED}@`],
];

/** Such as `://a@`. Many short lines would take long, each with every search. */
const LEAST_SECRET = 5;

/** A key is not longer; a log may have its first line only. */
const MOST_PEM_LINES = 200;
const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const PEM_END = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;

/**
 * Takes secrets out of what kind and the tools under it print, line after line: a
 * private key spreads over several.
 */
export class Redactor {
  /** How many more lines a private key may have. */
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

/** Takes secrets out of a whole text. */
export function redact(text: string): string {
  const redactor = new Redactor();
  return text
    .split('\n')
    .map(line => redactor.line(line))
    .join('\n');
}
