import type { LabStatus } from './schema/openapi/generated/models';

/**
 * The type of labs' documents in Backstage's search.
 * @public
 */
export const LAB_DOCUMENT_TYPE = 'pyk8s-lab';

/**
 * A lab as Backstage's search finds it, as of the last time that it was indexed.
 *
 * The fields are flat, so that searches can be filtered by them. The page of all
 * labs is a document of this type too, with an empty `labId` and nothing of a lab.
 * @public
 */
export interface LabDocument {
  /** The lab's name. */
  title: string;
  /** What else can be searched for: the purpose, the owner, the component. */
  text: string;
  /** The path of the lab's page in the portal. */
  location: string;
  labId: string;
  status: LabStatus | '';
  /** The entity ref of the user or group that owns the lab. */
  owner: string;
  /** The entity ref of the component that it was made for; empty without one. */
  component: string;
  /** What the cluster says it runs; empty before it has answered. */
  kubernetesVersion: string;
  /** `true` when no cluster stands behind the lab, `false` or empty otherwise. */
  simulated: 'true' | 'false' | '';
}
