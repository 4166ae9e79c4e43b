/**
 * Something that looks like PEM, and is no certificate and no key, for kubeconfigs
 * that nobody connects with.
 *
 * @param label - such as `CERTIFICATE` or `PRIVATE KEY`
 * @param content - what tests look for; in base64 in the PEM
 * @returns as kubeconfigs have it: PEM in base64
 * @public
 */
export function testPem(label: string, content: string): string {
  const body = Buffer.from(content).toString('base64');
  return Buffer.from(
    `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`,
  ).toString('base64');
}
