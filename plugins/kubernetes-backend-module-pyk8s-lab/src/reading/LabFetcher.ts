import type {
  FetchResponse,
  KubernetesErrorTypes,
  KubernetesFetchError,
} from '@backstage/plugin-kubernetes-common';
import type {
  ClusterDetails,
  FetchResponseWrapper,
  KubernetesCredential,
  KubernetesFetcher,
  ObjectFetchParams,
  ObjectToFetch,
} from '@backstage/plugin-kubernetes-node';
import {
  ClusterAnswerError,
  countJsonValues,
  readClusterAnswer,
  type ClusterAccess,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { ConcurrencyLimit } from '../clusters/ConcurrencyLimit';
import { labAccessOf } from '../clusters/labDetails';
import { explain } from './LabProxy';
import { parseList, withoutValues, type ListedObject } from './parseList';

/** The limit for everything that a page reads of a lab. */
const MAX_BYTES = 8 * 2 ** 20;
/** A hundred pods have about 60,000. Parsing blocks the process. */
const MAX_VALUES = 100_000;
/** A page shows no cluster before all have been read. */
const READ_MS = 10_000;
/** How many lists of a lab are read concurrently. */
const CONCURRENCY = 4;

const ERROR_TYPES: Readonly<Record<number, KubernetesErrorTypes>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED_ERROR',
  404: 'NOT_FOUND',
  500: 'SYSTEM_ERROR',
};

/** The data of one lab for one page. */
interface Reading {
  readonly access: ClusterAccess;
  readonly params: ObjectFetchParams;
  readonly signal: AbortSignal;
  readonly budget: { bytesLeft: number };
  valuesLeft: number;
}

/**
 * Reads labs within limits. Other clusters are read by the Kubernetes plugin's fetcher,
 * which accepts responses of any size, and decompresses them.
 */
export class LabFetcher implements KubernetesFetcher {
  readonly #others: KubernetesFetcher;

  /** @param others - the fetcher for other clusters */
  static create(others: KubernetesFetcher): LabFetcher {
    return new LabFetcher(others);
  }

  private constructor(others: KubernetesFetcher) {
    this.#others = others;
  }

  async fetchObjectsForService(
    params: ObjectFetchParams,
  ): Promise<FetchResponseWrapper> {
    const access = labAccessOf(params.clusterDetails);
    return access
      ? readLab(access, params)
      : this.#others.fetchObjectsForService(params);
  }

  async fetchPodMetricsByNamespaces(
    clusterDetails: ClusterDetails,
    credential: KubernetesCredential,
    namespaces: Set<string>,
    labelSelector?: string,
  ): Promise<FetchResponseWrapper> {
    return labAccessOf(clusterDetails)
      ? // Labs come without a metrics server.
        { errors: [], responses: [] }
      : this.#others.fetchPodMetricsByNamespaces(
          clusterDetails,
          credential,
          namespaces,
          labelSelector,
        );
  }
}

async function readLab(
  access: ClusterAccess,
  params: ObjectFetchParams,
): Promise<FetchResponseWrapper> {
  const reading: Reading = {
    access,
    params,
    signal: AbortSignal.timeout(READ_MS),
    budget: { bytesLeft: MAX_BYTES },
    valuesLeft: MAX_VALUES,
  };
  const few = new ConcurrencyLimit(CONCURRENCY);
  const errors: KubernetesFetchError[] = [];
  const responses: FetchResponse[] = [];
  await Promise.all(
    [...params.objectTypesToFetch, ...params.customResources].map(
      async resource =>
        few.run(async () => {
          try {
            const result = await readList(reading, resource);
            if ('errorType' in result) {
              errors.push(result);
            } else {
              responses.push(result);
            }
          } catch (error) {
            errors.push({
              errorType: 'FETCH_ERROR',
              message: `${resource.plural}: ${
                reading.signal.aborted
                  ? `the lab was not read within ${READ_MS / 1_000} s`
                  : explain(error)
              }`,
            });
          }
        }),
    ),
  );
  return { errors, responses };
}

async function readList(
  reading: Reading,
  resource: ObjectToFetch,
): Promise<FetchResponse | KubernetesFetchError> {
  const { access, params, signal } = reading;
  const resourcePath = pathOf(resource, params.namespace);
  const query = params.labelSelector
    ? `?labelSelector=${encodeURIComponent(params.labelSelector)}`
    : '';
  const { status, body } = await readClusterAnswer(
    access,
    {
      path: `${resourcePath}${query}`,
      headers: { Accept: 'application/json' },
      signal,
    },
    { maxBytes: MAX_BYTES, budget: reading.budget },
  );
  if (status !== 200) {
    return {
      errorType: ERROR_TYPES[status] ?? 'UNKNOWN_ERROR',
      statusCode: status,
      resourcePath,
    };
  }
  const values = countJsonValues(body, reading.valuesLeft);
  if (values === undefined) {
    throw new ClusterAnswerError(
      'the API server of the lab answers with more objects than the portal reads: look at it with kubectl',
    );
  }
  reading.valuesLeft -= values;
  const { kind, items } = parseList(body);
  return {
    type: resource.objectType,
    resources: toResources(resource, kind?.replace(/List$/, ''), items),
  } as FetchResponse;
}

function pathOf(
  { group, apiVersion, plural }: ObjectToFetch,
  namespace?: string,
): string {
  const parts = [
    ...(group ? ['apis', group] : ['api']),
    apiVersion,
    ...(namespace ? ['namespaces', namespace] : []),
    plural,
  ];
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

/** In the form that the Kubernetes plugin returns. */
function toResources(
  { objectType, plural }: ObjectToFetch,
  kind: string | undefined,
  items: ListedObject[],
): ListedObject[] {
  const objects =
    kind === 'Secret' || plural === 'secrets'
      ? items.map(withoutValues)
      : items;
  return objectType === 'customresources'
    ? objects.map(object => ({ ...object, kind }))
    : objects;
}
