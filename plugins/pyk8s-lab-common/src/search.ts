import type { LabStatus } from './schema/openapi/generated/models';

/**
 * The type of labs' documents in Backstage's search.
 * @public
 */
export const LAB_DOCUMENT_TYPE = 'pyk8s-lab';

/**
 * A lab in Backstage's search, as of the last indexing.
 *
 * The fields are flat, so that searches can filter by them. The page of all labs is a
 * document of this type too, with an empty `labId`.
 * @public
 */
export interface LabDocument {
  /** The lab's name. */
  title: string;
  /** Other searchable text: the purpose, the owner, the component. */
  text: string;
  /** The path of the lab's page in the portal. */
  location: string;
  labId: string;
  status: LabStatus | '';
  /** The entity ref of the user or group that owns the lab. */
  owner: string;
  /** The entity ref of the lab's component; empty without one. */
  component: string;
  /** The version that the cluster reports; empty before it has answered. */
  kubernetesVersion: string;
  /** `true` for a simulated lab without a real cluster, `false` or empty otherwise. */
  simulated: 'true' | 'false' | '';
}
