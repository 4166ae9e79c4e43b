import { mockCredentials } from '@backstage/backend-test-utils';
import { EVERY_LAB, NO_LAB } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabCaller } from '../callers/LabCaller';
import { ReadScopes } from './ReadScopes';

const ALICE = 'user:default/alice';

const scopes = () =>
  new ReadScopes({
    authorizer: {
      labsFor: async <T extends readonly unknown[]>(
        permissions: T,
        { credentials }: LabCaller,
      ) =>
        permissions.map(() =>
          Object(credentials.principal).accessRestrictions ? NO_LAB : EVERY_LAB,
        ) as never,
    },
    renewCaller: async caller => caller,
  });
const caller = (
  credentials: LabCaller['credentials'],
  more: Partial<LabCaller> = {},
): LabCaller => ({
  userRef: ALICE,
  ownershipRefs: [ALICE],
  credentials,
  ...more,
});

describe('ReadScopes', () => {
  it('asks for each kind of token that acts as one person', async () => {
    const all = scopes();
    const isService = true;
    const open = mockCredentials.service('ci');
    const restricted = mockCredentials.service('ci', {
      permissionNames: ['pyk8s-lab.lab.create'],
    });
    const filterOf = async (joining: LabCaller) =>
      (await all.join(joining)).scope.filter;
    expect(await filterOf(caller(open, { isService }))).toBe(EVERY_LAB);
    expect(await filterOf(caller(restricted, { isService }))).toBe(NO_LAB);
    expect(await filterOf(caller(mockCredentials.user(ALICE)))).toBe(EVERY_LAB);
    expect(all.size).toBe(3);
  });
});
