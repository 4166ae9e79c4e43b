import { aLab, type LabApiServer } from '@internal/test-utils';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { writeKubeconfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { randomUUID } from 'node:crypto';

/** The kubeconfig that the API gives. */
export const KUBECONFIG = writeKubeconfig(
  { server: 'https://localhost:40123', user: { token: 'a-token' } },
  { cluster: 'kind-demo', user: 'kind-demo' },
);

/** The fields of a lab that runs. */
export const RUNNING: Partial<Lab> = {
  status: 'RUNNING',
  serverVersion: 'v1.34.4',
  runningAt: '2026-12-01T09:00:25.000Z',
  endpoint: 'https://localhost:40123',
};

/** Stores a QUEUED lab, of which nobody is told. */
export function addLab(server: LabApiServer, change: Partial<Lab> = {}): Lab {
  const lab = aLab({
    id: randomUUID(),
    name: 'demo',
    status: 'QUEUED',
    progress: 0,
    serverVersion: undefined,
    secondsLeft: undefined,
    expiresAt: '2026-12-01T11:00:30.000Z',
    ...change,
  });
  server.labs.set(lab.id, lab);
  return lab;
}
