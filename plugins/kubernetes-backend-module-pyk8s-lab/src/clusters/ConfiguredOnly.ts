import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Limits the cluster supplier to the clusters of the portal's config. The Kubernetes
 * plugin's own service locators read all clusters before they select some. Their calls
 * have only the user's credentials to distinguish them, and a user can have many labs.
 */
export class ConfiguredOnly {
  readonly #active = new AsyncLocalStorage<true>();

  /** Runs a task that sees no labs. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#active.run(true, work);
  }

  /** Whether such a task runs. */
  get isActive(): boolean {
    return this.#active.getStore() === true;
  }
}
