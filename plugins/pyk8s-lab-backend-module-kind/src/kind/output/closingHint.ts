/** kind's last lines: a path that no longer exists, and a greeting. */
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
 * Filters the hint at the end of a successful `kind create cluster`: it names the
 * temporary kubeconfig of the portal.
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
    // Includes the blank lines. A line of the other stream may come late.
    if (!isHint && !(isClosing && line.trim() === '')) {
      onLine(line);
    }
  };
}
