import type {
  LabProvider,
  ProviderOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { ProviderOption } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** How long an answer of a provider about itself is good for. */
const OPTIONS_FRESH_MS = 2_000;

/** The providers that are installed, and which of them is the default. */
export class LabProviders {
  readonly #providers: ReadonlyMap<string, LabProvider>;
  readonly #defaultId: string;
  readonly #fallBackToSimulated: boolean;
  readonly #cache = new Map<
    string,
    { at: number; options: Promise<ProviderOptions> }
  >();

  /**
   * @param options - fallBackToSimulated: let a simulated provider take the place
   *   of a default that cannot be reached; for development only
   * @throws Error when no provider is installed, or the default is none of them
   */
  static create(options: {
    providers: readonly LabProvider[];
    defaultId: string;
    fallBackToSimulated: boolean;
  }): LabProviders {
    const { providers, defaultId } = options;
    if (providers.length === 0) {
      throw new Error(
        'PyK8s-Lab has no provider to make labs with: add one to the backend, such as @pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-kind.',
      );
    }
    const map = new Map(providers.map(provider => [provider.id, provider]));
    if (!map.has(defaultId)) {
      throw new Error(
        `pyk8sLab.defaultProvider is "${defaultId}", but the installed providers are: ${[
          ...map.keys(),
        ].join(', ')}.`,
      );
    }
    return new LabProviders(map, defaultId, options.fallBackToSimulated);
  }

  private constructor(
    providers: ReadonlyMap<string, LabProvider>,
    defaultId: string,
    fallBackToSimulated: boolean,
  ) {
    this.#providers = providers;
    this.#defaultId = defaultId;
    this.#fallBackToSimulated = fallBackToSimulated;
  }

  all(): LabProvider[] {
    return [...this.#providers.values()];
  }

  find(id: string): LabProvider | undefined {
    return this.#providers.get(id);
  }

  /**
   * The provider of labs that exist.
   * @throws Error when it is no longer installed
   */
  get(id: string): LabProvider {
    const provider = this.find(id);
    if (!provider) {
      throw new Error(
        `The provider "${id}" is not installed: add its module to the backend again, so that its labs can be looked after.`,
      );
    }
    return provider;
  }

  /** The host of a provider on which the next lab is made. */
  hostOf(id: string): string {
    return this.get(id).hosts[0];
  }

  /** What each provider can do now, and which one is the default. */
  async describe(): Promise<ProviderOption[]> {
    const all = await Promise.all(
      this.all().map(async provider => {
        const { reachable, ...options } = await this.#options(provider);
        const { id, title, simulated } = provider;
        return { reachable, option: { id, title, simulated, ...options } };
      }),
    );
    const wanted = all.find(({ option }) => option.id === this.#defaultId);
    const standIn =
      this.#fallBackToSimulated && !wanted?.reachable
        ? all.find(({ option }) => option.simulated && option.available)
        : undefined;
    const defaultId = standIn?.option.id ?? this.#defaultId;
    return all.map(({ option }) => ({
      ...option,
      isDefault: option.id === defaultId,
    }));
  }

  async #options(provider: LabProvider): Promise<ProviderOptions> {
    const cached = this.#cache.get(provider.id);
    if (cached && performance.now() - cached.at < OPTIONS_FRESH_MS) {
      return cached.options;
    }
    const options = provider.options();
    this.#cache.set(provider.id, { at: performance.now(), options });
    return options;
  }
}
