import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { aLab as aDemoLab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common/testUtils';

/** The id of a lab by its number. */
export function anId(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** A RUNNING lab of Alice's; a test overrides the fields that matter to it. */
export function aLab(change: Partial<Lab> & { n?: number } = {}): Lab {
  const { n = 1, ...rest } = change;
  const id = rest.id ?? anId(n);
  return aDemoLab({
    id,
    name: `demo-${n}`,
    owner: 'user:default/alice',
    createdBy: 'user:default/alice',
    nodes: [],
    spec: { kubernetesVersion: 'default', workers: 0 },
    ...rest,
  });
}
