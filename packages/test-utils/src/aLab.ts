import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** An id of a lab, the same for the same number. */
export function anId(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** A RUNNING lab; a test says what matters to it. */
export function aLab(change: Partial<Lab> & { n?: number } = {}): Lab {
  const { n = 1, ...rest } = change;
  const id = rest.id ?? anId(n);
  return {
    id,
    name: `demo-${n}`,
    owner: 'user:default/alice',
    createdBy: 'user:default/alice',
    provider: 'kind',
    simulated: false,
    host: 'local',
    status: 'RUNNING',
    statusMessage: '',
    progress: 1,
    phases: [],
    attempt: 1,
    conditions: {},
    nodes: [],
    spec: { kubernetesVersion: 'default', workers: 0 },
    serverVersion: 'v1.34.4',
    ttlSeconds: 7200,
    createdAt: '2026-12-01T09:00:00.000Z',
    expiresAt: '2026-12-01T11:00:00.000Z',
    secondsLeft: 7200,
    entityRef: `resource:default/lab-${id}`,
    links: { self: `/labs/${id}` },
    version: 1,
    ...rest,
  };
}
