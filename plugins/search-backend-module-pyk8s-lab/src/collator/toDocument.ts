import type { IndexableDocument } from '@backstage/plugin-search-common';
import {
  DEFAULT_KUBERNETES_VERSION,
  type Lab,
  type LabDocument,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** The document of a lab, or of the page of labs. */
export type IndexableLabDocument = LabDocument & IndexableDocument;

/**
 * The document of a lab. Every document has every field, because the in-memory engine
 * indexes only the fields of the first document.
 */
export function toDocument(lab: Lab): IndexableLabDocument {
  const kubernetesVersion = versionOf(lab);
  return {
    title: lab.name,
    text: [
      lab.purpose,
      `Lab of ${lab.owner}`,
      lab.component && `for ${lab.component}`,
      kubernetesVersion && `Kubernetes ${kubernetesVersion}`,
    ]
      .filter(Boolean)
      .join(' · '),
    location: `/labs/${lab.id}`,
    labId: lab.id,
    status: lab.status,
    owner: lab.owner,
    component: lab.component ?? '',
    kubernetesVersion,
    simulated: lab.simulated ? 'true' : 'false',
    authorization: { resourceRef: lab.id },
  };
}

/**
 * The document of the page of labs, for everybody. It is always indexed, because search
 * engines keep an index when they get no documents: the last lab would be found for
 * ever.
 */
export const LABS_PAGE: IndexableLabDocument = {
  title: 'Labs',
  text: 'Ephemeral Kubernetes clusters with an owner and an expiry',
  location: '/labs',
  labId: '',
  status: '',
  owner: '',
  component: '',
  kubernetesVersion: '',
  simulated: '',
};

function versionOf({ serverVersion, spec }: Lab): string {
  const version = serverVersion ?? spec.kubernetesVersion;
  return version === DEFAULT_KUBERNETES_VERSION ? '' : version;
}
