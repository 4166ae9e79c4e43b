import type { IdentityApi } from '@backstage/frontend-plugin-api';
import { SelectedLabs, type SelectedLabsOptions } from './SelectedLabs';

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
