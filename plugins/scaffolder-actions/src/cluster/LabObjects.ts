import { toError } from '@backstage/errors';
import {
  ApiException,
  HttpMethod,
  KubernetesObjectApi,
  PatchStrategy,
  type Configuration,
  type KubernetesObject,
} from '@kubernetes/client-node';
import type { ClusterAccess } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { clusterConfiguration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/kubernetes';
import type { Manifest } from '../manifests';
import { appliedObject, type AppliedObject } from './appliedObject';

/** Who applies objects, to server-side apply. */
const FIELD_MANAGER = 'pyk8s-lab';

/** The objects of one lab. */
export class LabObjects extends KubernetesObjectApi {
  readonly #configuration: Configuration;
  /** The URL of the lab's API server. */
  readonly server: string;

  /**
   * @param access - of somebody who may change objects
   * @param options - namespace: where objects belong that name none; signal: ends
   * every request
   */
  static connect(
    access: ClusterAccess,
    options: { namespace?: string; signal: AbortSignal },
  ): LabObjects {
    const configuration = clusterConfiguration(access, {
      signal: options.signal,
    });
    return new LabObjects(configuration, access.server, options.namespace);
  }

  private constructor(
    configuration: Configuration,
    server: string,
    namespace: string | undefined,
  ) {
    super(configuration);
    this.#configuration = configuration;
    this.server = server;
    if (namespace) {
      this.defaultNamespace = namespace;
    }
  }

  /** For the parts of Kubernetes that have clients of their own. */
  get configurationOfClients(): Configuration {
    return this.#configuration;
  }

  /**
   * Makes an object as it is written, or changes it to that. What others have set
   * in the same fields is overruled.
   *
   * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
   * @returns what is known of the object then
   */
  async apply(manifest: Manifest): Promise<AppliedObject> {
    // The client's own patch() leaves out every field that its types do not know,
    // so that a misspelt one would be no error.
    const path = await this.#pathOf(manifest);
    const request = this.#configuration.baseServer.makeRequestContext(
      path,
      HttpMethod.PATCH,
    );
    request.setHeaderParam('Accept', 'application/json');
    request.setHeaderParam('Content-Type', PatchStrategy.ServerSideApply);
    request.setQueryParam('fieldManager', FIELD_MANAGER);
    request.setQueryParam('fieldValidation', 'Strict');
    request.setQueryParam('force', 'true');
    request.setBody(JSON.stringify(manifest));
    return appliedObject(manifest, await this.requestPromise(request));
  }

  /** @throws Error when the cluster does not know such objects */
  async #pathOf(manifest: Manifest): Promise<string> {
    try {
      return await this.specUriPath(manifest, 'patch');
    } catch (error) {
      if (
        error instanceof ApiException
          ? error.code === 404
          : /^Unrecognized API version and kind/.test(toError(error).message)
      ) {
        throw new Error(
          `the cluster knows no ${manifest.kind} of ${manifest.apiVersion}: apply its CustomResourceDefinition first, or correct the apiVersion.`,
        );
      }
      throw error;
    }
  }

  /** The object as the API server shows it now, of the kind that was asked for. */
  async current<T extends KubernetesObject>(object: AppliedObject): Promise<T> {
    const { apiVersion, kind, metadata } = object;
    const { name, namespace } = metadata;
    const found = await this.read<T & KubernetesObject>({
      apiVersion,
      kind,
      metadata: { name, ...(namespace && { namespace }) },
    } as Parameters<typeof this.read<T>>[0]);
    return { ...found, apiVersion, kind };
  }
}
