import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_VIEW_URL,
  makeValidator,
  parseEntityRef,
  type EntityLink,
  type ResourceEntity,
} from '@backstage/catalog-model';
import {
  DEFAULT_KUBERNETES_VERSION,
  type Lab,
  LAB_ID_ANNOTATION,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

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

const { isValidTag } = makeValidator();

/** Where people find labs; without a slash at the end. */
export interface LabUrls {
  /** The portal's `app.baseUrl`, where it is known. */
  readonly app: string | undefined;
  /** The base of the plugin's API, as it is reached from outside. */
  readonly api: string;
}

/** The entity of a lab. */
export type LabEntity = ResourceEntity & {
  spec: ResourceEntity['spec'] & { lifecycle: string };
};

/**
 * What the catalog shows of a lab. It tells only what everybody may know who reads
 * the catalog, and nothing that changes while nobody does anything, since each
 * change is work for the catalog: no progress, phase or place in the queue.
 */
export function toEntity(lab: Lab, urls: LabUrls): LabEntity {
  const { namespace, name } = parseEntityRef(lab.entityRef);
  const api = `${urls.api}/labs/${lab.id}`;
  const page = urls.app && `${urls.app}/labs/${lab.id}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      namespace,
      name,
      title: lab.name,
      ...(lab.purpose ? { description: lab.purpose } : {}),
      annotations: {
        [ANNOTATION_LOCATION]: `url:${api}`,
        [ANNOTATION_ORIGIN_LOCATION]: `url:${api}`,
        // Otherwise "View source" would open the API, which wants a token.
        ...(page && { [ANNOTATION_VIEW_URL]: page }),
        ...annotationsOf(lab),
      },
      tags: tagsOf(lab),
      links: linksOf(api, page),
    },
    spec: {
      type: 'kubernetes-cluster',
      owner: lab.owner,
      lifecycle: 'ephemeral',
      // The component then depends on the lab, and shows it among what it needs.
      ...(lab.component ? { dependencyOf: [lab.component] } : {}),
    },
  };
}

function annotationsOf(lab: Lab): Record<string, string> {
  const version = lab.serverVersion ?? lab.spec.kubernetesVersion;
  return {
    [LAB_ANNOTATIONS.id]: lab.id,
    [LAB_ANNOTATIONS.status]: lab.status,
    [LAB_ANNOTATIONS.provider]: lab.provider,
    [LAB_ANNOTATIONS.simulated]: String(lab.simulated),
    ...(lab.expiresAt && { [LAB_ANNOTATIONS.expiresAt]: lab.expiresAt }),
    ...(version !== DEFAULT_KUBERNETES_VERSION && {
      [LAB_ANNOTATIONS.kubernetesVersion]: version,
    }),
  };
}

/** Once each: the simulated provider is called as the tag is. */
function tagsOf(lab: Lab): string[] {
  return [
    ...new Set([
      'lab',
      lab.provider.toLowerCase(),
      ...(lab.simulated ? ['simulated'] : []),
    ]),
    // Providers come from anybody, and one bad tag would cost the whole entity.
  ].filter(isValidTag);
}

function linksOf(api: string, page: string | undefined): EntityLink[] {
  return [
    ...(page ? [{ title: 'Lab', icon: 'dashboard', url: page }] : []),
    { title: 'API', url: api },
  ];
}
