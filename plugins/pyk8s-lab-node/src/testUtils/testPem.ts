/**
 * A PEM block without a real certificate or key, for kubeconfigs that are not used for
 * connections.
 *
 * @param label - such as `CERTIFICATE` or `PRIVATE KEY`
 * @param content - a text for tests to find; base64 in the PEM
 * @returns the PEM in base64, as in kubeconfigs
 * @public
 */
export function testPem(label: string, content: string): string {
  const body = Buffer.from(content).toString('base64');
  return Buffer.from(
    `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`,
  ).toString('base64');
}
