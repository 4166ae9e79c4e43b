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
