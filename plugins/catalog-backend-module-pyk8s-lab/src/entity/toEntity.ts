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

/** The annotations of a lab's entity. */
export const LAB_ANNOTATIONS = {
  /** The lab's id, a UUID. */
  id: LAB_ID_ANNOTATION,
  /** The lab's status, such as RUNNING. */
  status: 'pyk8s-lab.io/status',
  /** The lab's provider, such as kind. */
  provider: 'pyk8s-lab.io/provider',
  /** `true` for a simulated lab without a real cluster, `false` otherwise. */
  simulated: 'pyk8s-lab.io/simulated',
  /** When the lab expires, in ISO 8601, UTC. */
  expiresAt: 'pyk8s-lab.io/expires-at',
  /** The version of its cluster, or the requested one while there is none. */
  kubernetesVersion: 'pyk8s-lab.io/kubernetes-version',
} as const;

const { isValidTag } = makeValidator();

/** The portal's addresses, without a trailing slash. */
export interface LabUrls {
  /** The portal's `app.baseUrl`, if known. */
  readonly app: string | undefined;
  /** The external base URL of the plugin's API. */
  readonly api: string;
}

/** The entity of a lab. */
export type LabEntity = ResourceEntity & {
  spec: ResourceEntity['spec'] & { lifecycle: string };
};

/**
 * The catalog's view of a lab. It contains only what every reader of the catalog may
 * know, and nothing that changes often, because each change is work for the catalog: no
 * progress, phase or position in the queue.
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
        // Otherwise "View source" would open the API, which needs a token.
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
      // The component then depends on the lab, and its page shows it.
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

/** Without duplicates: the simulated provider has the name of a tag. */
function tagsOf(lab: Lab): string[] {
  return [
    ...new Set([
      'lab',
      lab.provider.toLowerCase(),
      ...(lab.simulated ? ['simulated'] : []),
    ]),
    // Providers can have any name, and one invalid tag would make the entity invalid.
  ].filter(isValidTag);
}

function linksOf(api: string, page: string | undefined): EntityLink[] {
  return [
    ...(page ? [{ title: 'Lab', icon: 'dashboard', url: page }] : []),
    { title: 'API', url: api },
  ];
}
