const REDACTED = '[redacted]';

const SECRETS: readonly (readonly [RegExp, string])[] = [
  // A kubeadm bootstrap token.
  [/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g, REDACTED],
  [
    /(--(?:token|certificate-key|tls-bootstrap-token|discovery-token)[= ])\S+/g,
    `$1${REDACTED}`,
  ],
  [
    /("?\b(?:token|password|certificate-key|certificateKey|client-key-data|client-certificate-data|auth)"?\s*[:=]\s*)"?[^\s",]+"?/gi,
    `$1${REDACTED}`,
  ],
  [/\b(Bearer|Basic) [\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  // A JSON web token, such as a service account's.
  [/\beyJ[\w-]{8,}\.[\w-]{2,}\.[\w-]*/g, REDACTED],
  // What begins with "-----BEGIN" in base64: keys and certificates in a kubeconfig.
  [/\bLS0tLS1CRUdJTi[\w+/=]*/g, REDACTED],
  // Credentials in a URL, such as a proxy's.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, `$1${REDACTED}@`],
];

const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const PEM_END = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;

/**
 * Takes secrets out of what kind and the tools under it print, line after line: a
 * private key spreads over several.
 */
export class Redactor {
  #inPrivateKey = false;

  line(text: string): string {
    if (this.#inPrivateKey) {
      this.#inPrivateKey = !PEM_END.test(text);
      return REDACTED;
    }
    if (PEM_BEGIN.test(text)) {
      this.#inPrivateKey = !PEM_END.test(text);
      return REDACTED;
    }
    return SECRETS.reduce(
      (line, [pattern, replacement]) => line.replace(pattern, replacement),
      text,
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
