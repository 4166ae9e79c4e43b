import { LAB_ID_ANNOTATION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** The annotations that say of an entity what its lab is like. */
export const LAB_ANNOTATIONS = {
  /** The lab's id, a UUID. */
  id: LAB_ID_ANNOTATION,
  /** The lab's status, such as RUNNING. */
  status: 'pyk8s-lab.io/status',
  /** The lab's provider, such as kind. */
  provider: 'pyk8s-lab.io/provider',
  /** `true` when no cluster stands behind the lab, `false` otherwise. */
  simulated: 'pyk8s-lab.io/simulated',
  /** When the lab ends, in ISO 8601, UTC. */
  expiresAt: 'pyk8s-lab.io/expires-at',
  /** What its cluster runs, or what was asked for while there is none. */
  kubernetesVersion: 'pyk8s-lab.io/kubernetes-version',
} as const;
