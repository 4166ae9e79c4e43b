import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/**
 * What a lab's context is called in its kubeconfig, after kind's custom.
 *
 * @param role - whose kubeconfig it is
 */
export function contextNameOf(
  { name }: Pick<Lab, 'name'>,
  role: 'owner' | 'viewer' = 'owner',
): string {
  return role === 'viewer' ? `kind-${name}-viewer` : `kind-${name}`;
}

/**
 * A command that shows that a lab answers, for a terminal.
 *
 * @param fileName - under which its kubeconfig is saved
 */
export function kubectlCommandOf(fileName: string): string {
  return `kubectl --kubeconfig "$HOME/Downloads/${fileName}" get nodes`;
}
