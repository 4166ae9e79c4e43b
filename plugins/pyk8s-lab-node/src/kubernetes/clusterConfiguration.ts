import {
  createConfiguration,
  ResponseContext,
  ServerConfiguration,
  wrapHttpLibrary,
  type Configuration,
  type HttpLibrary,
} from '@kubernetes/client-node';
import {
  ClusterAnswerError,
  countJsonValues,
  readClusterAnswer,
} from '../clusterHttp';
import type { ClusterAccess } from '../kubeconfig';

/** What kinds of objects there are is remembered, so it is bounded in all. */
const MAX_DISCOVERY_BYTES = 16 * 2 ** 20;
const MAX_ANSWER_BYTES = 8 * 2 ** 20;
/**
 * Of an answer. The client makes an instance of each object, and the portal does
 * nothing else meanwhile. A hundred pods have about 60,000 values.
 */
const MAX_VALUES = 100_000;
/** Of what describes fields, a value has six bytes; of all else, more. */
const LEAST_BYTES_PER_VALUE = 6;
const DISCOVERY = /^\/(api\/[^/]+|apis\/[^/]+\/[^/]+)$/;

/**
 * How a lab is asked.
 *
 * @public
 */
export interface ClusterConfigurationOptions {
  /** Ends every request. */
  readonly signal: AbortSignal;
  /** With every request, besides those that identify the caller. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The largest answer that is read; 8 MiB unless given. */
  readonly maxBytes?: number;
}

/**
 * What the Kubernetes client is made with to talk to the API server of a lab. The
 * client's own HTTP library reads answers of any size, unpacks them and follows
 * redirects, and its own reader of kubeconfigs runs programs; neither is used.
 *
 * @public
 */
export function clusterConfiguration(
  access: ClusterAccess,
  options: ClusterConfigurationOptions,
): Configuration {
  return createConfiguration({
    baseServer: new ServerConfiguration(access.server, {}),
    httpApi: boundedHttp(access, options),
  });
}

function boundedHttp(
  access: ClusterAccess,
  options: ClusterConfigurationOptions,
): HttpLibrary {
  const { signal, headers, maxBytes = MAX_ANSWER_BYTES } = options;
  const maxValues = Math.min(MAX_VALUES, maxBytes / LEAST_BYTES_PER_VALUE);
  const { origin, pathname: base } = new URL(access.server);
  let discoveryLeft = MAX_DISCOVERY_BYTES;
  return wrapHttpLibrary({
    async send(request) {
      const url = new URL(request.getUrl());
      if (url.origin !== origin) {
        throw new Error('A request to a lab must not leave it.');
      }
      const path = url.pathname.slice(base === '/' ? 0 : base.length);
      const isDiscovery = DISCOVERY.test(path);
      const sent = request.getBody();
      const answer = await readClusterAnswer(
        access,
        {
          path: `${path}${url.search}`,
          method: request.getHttpMethod().toString(),
          headers: { ...request.getHeaders(), ...headers },
          // What is sent is JSON; forms are for other APIs.
          body: typeof sent === 'string' ? sent : undefined,
          signal,
        },
        {
          maxBytes: isDiscovery ? Math.min(maxBytes, discoveryLeft) : maxBytes,
        },
      );
      const { status, body } = answer;
      if (countJsonValues(body, maxValues) === undefined) {
        throw new ClusterAnswerError(
          'the API server of the lab answers with more objects than the portal reads: look at it with kubectl',
        );
      }
      discoveryLeft -= isDiscovery ? body.length : 0;
      return new ResponseContext(
        status,
        { ...answer.headers },
        {
          text: async () => body.toString('utf8'),
          binary: async () => body,
        },
      );
    },
  });
}
