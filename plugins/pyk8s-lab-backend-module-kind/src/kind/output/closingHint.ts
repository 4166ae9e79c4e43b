/** How kind says goodbye: with a path that is gone by then, and a greeting. */
const HINTS: readonly string[] = [
  'Set kubectl context to "',
  'You can now use your cluster with:',
  'kubectl cluster-info --context ',
  'Have a nice day!',
  'Thanks for using kind!',
  'Have a question, bug, or feature request?',
  'Not sure what to do next?',
];

/**
 * Leaves out the hint with which a successful `kind create cluster` closes: it names
 * the temporary kubeconfig of the portal, which is no use to anybody.
 *
 * @param onLine - gets all other lines
 */
export function withoutClosingHint(
  onLine: (line: string) => void,
): (line: string) => void {
  let isClosing = false;
  return line => {
    const isHint = HINTS.some(hint => line.startsWith(hint));
    isClosing ||= isHint;
    // The blank lines between belong to it. A line of the other stream may come late.
    if (!isHint && !(isClosing && line.trim() === '')) {
      onLine(line);
    }
  };
}
