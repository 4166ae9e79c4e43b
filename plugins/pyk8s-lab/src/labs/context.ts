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

/** How kubectl reaches a lab: at its own address, or through the portal. */
export type CliRoute = 'direct' | 'portal';

/**
 * The command of the CLI that merges a lab's kubeconfig into the user's. It has
 * the lab's id, since several owners may have labs of one name.
 */
export function cliCommandOf({ id }: Pick<Lab, 'id'>, route: CliRoute): string {
  const viaPortal = route === 'portal' ? ' --via-portal' : '';
  return `pyk8s cluster get-kubeconfig ${id}${viaPortal} --merge`;
}
