import { mockCredentials } from '@backstage/backend-test-utils';
import { assertInCatalog } from './assertInCatalog';

const COMPONENT = { componentRef: 'component:default/checkout' };

describe('assertInCatalog', () => {
  it.each([
    ['a person, who must see it', false],
    ['a service, whose token may be for labs only, as the portal', true],
  ])('asks for a component of %s', async (_, isService) => {
    const has = jest.fn(async () => true);
    const credentials = isService
      ? mockCredentials.service('external:ci', { permissionNames: ['x'] })
      : mockCredentials.user('user:default/ci');
    const caller = {
      userRef: 'user:default/ci',
      ownershipRefs: ['user:default/ci'],
      isService,
      credentials,
    };
    await assertInCatalog({ has }, caller, COMPONENT);
    expect(has.mock.calls).toEqual([
      [COMPONENT.componentRef, isService ? undefined : credentials],
    ]);
  });
});
