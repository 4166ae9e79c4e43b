import {
  type Lab,
  type LabApi,
  type LabListQuery,
  labPages,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { IdentityApi } from '@backstage/frontend-plugin-api';
import type { LabSource } from './followLabs';

/** Which labs are meant: those of owners, or those made for components. */
export type LabSelection = Pick<LabListQuery, 'owner' | 'component'>;

/** What {@link SelectedLabs} needs. */
export interface SelectedLabsOptions {
  api: Pick<LabApi, 'listLabs' | 'streamLabs'>;
  /** Says which labs are meant; is asked whenever the list is read. */
  select: () => Promise<LabSelection>;
}

/** All labs of a selection that is small, as quotas bound the labs of owners. */
export class SelectedLabs implements LabSource {
  readonly #api: SelectedLabsOptions['api'];
  readonly #select: SelectedLabsOptions['select'];
  #selection: LabSelection | undefined;

  static create(options: SelectedLabsOptions): SelectedLabs {
    return new SelectedLabs(options);
  }

  private constructor({ api, select }: SelectedLabsOptions) {
    this.#api = api;
    this.#select = select;
  }

  async *list(): AsyncGenerator<Lab[]> {
    const selection = await this.#select();
    this.#selection = selection;
    yield* labPages(this.#api, selection);
  }

  stream(...args: Parameters<LabApi['streamLabs']>) {
    return this.#api.streamLabs(...args);
  }

  // The stream tells of every lab that the user may see.
  place(lab: Lab): 'here' | 'elsewhere' | 'unsure' {
    if (!this.#selection) {
      return 'unsure';
    }
    const { owner, component } = this.#selection;
    const isMeant =
      (owner?.includes(lab.owner) ?? true) &&
      (component?.includes(lab.component ?? '') ?? true);
    return isMeant ? 'here' : 'elsewhere';
  }
}

/** The labs that the user owns, in person or by a group. */
export function ownLabs({
  api,
  identityApi,
}: {
  api: SelectedLabsOptions['api'];
  identityApi: IdentityApi;
}): SelectedLabs {
  return SelectedLabs.create({
    api,
    select: async () => {
      const identity = await identityApi.getBackstageIdentity();
      return { owner: identity.ownershipEntityRefs };
    },
  });
}
