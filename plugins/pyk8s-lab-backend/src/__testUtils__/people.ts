import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';

/** A catalog that has an entity for each of these refs. */
export const catalogOf = (...refs: string[]) =>
  catalogServiceMock({
    entities: refs.map((ref): Entity => {
      const { kind, namespace, name } = parseEntityRef(ref);
      return {
        apiVersion: 'backstage.io/v1alpha1',
        kind,
        metadata: { namespace, name },
      };
    }),
  });

/** The groups of the people in the tests. */
const GROUPS: Record<string, string[]> = {
  alice: ['group:default/team-a'],
  andrew: ['group:default/team-a'],
  bob: ['group:default/team-b'],
  carol: ['group:default/platform-admins'],
};

/** What the catalog has, unless a test says otherwise. */
export const known = catalogOf(
  ...Object.keys(GROUPS).map(name => `user:default/${name}`),
  ...Object.values(GROUPS).flat(),
  'component:default/checkout',
  'component:default/shop',
  'component:shop/cart',
);

/** The credentials of a person. */
export const header = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);

/** Knows the groups of the people in the tests. */
export const userInfoOfTests = mockServices.userInfo.mock({
  async getUserInfo(credentials) {
    const { userEntityRef } = credentials.principal as {
      userEntityRef: string;
    };
    const name = userEntityRef.split('/')[1];
    return {
      userEntityRef,
      ownershipEntityRefs: [userEntityRef, ...(GROUPS[name] ?? [])],
    };
  },
}).factory;
