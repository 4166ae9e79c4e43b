import type { IndexableDocument } from '@backstage/plugin-search-common';
import {
  DEFAULT_KUBERNETES_VERSION,
  type Lab,
  type LabDocument,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** A document of a lab, or of the page of labs. */
export type IndexableLabDocument = LabDocument & IndexableDocument;

/**
 * What the search has of a lab. Every document has every field, since the engine in
 * memory knows only those that the first document has.
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
 * The page of labs, for everybody. It is always there, because search engines keep
 * what they have when they are given nothing: the last lab would be found for ever.
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
