import { ConfigReader } from '@backstage/config';
import { readServices } from './readServices';

const read = (services?: unknown) =>
  readServices(new ConfigReader({ pyk8sLab: { services } } as never));
const ci = { subject: 'ci', user: 'user:default/ci' };

describe('readServices', () => {
  it('reads whom services act as, in full and in lower case', () => {
    expect(
      read([
        ci,
        {
          subject: 'external:github:repo:Acme/shop',
          user: 'user:CI-Shop',
          groups: ['group:Team-Shop', 'group:other/team'],
        },
      ]),
    ).toEqual([
      { ...ci, groups: [] },
      {
        subject: 'external:github:repo:Acme/shop',
        user: 'user:default/ci-shop',
        groups: ['group:default/team-shop', 'group:other/team'],
      },
    ]);
  });

  it.each([
    ['no list', ci, 'pyk8sLab.services must be a list'],
    ['a name alone', ['ci'], 'pyk8sLab.services[0] must have a subject'],
    ['no subject', [{ user: ci.user }], '[0].subject must be a subject'],
    ['an empty end of a subject', [{ ...ci, subject: 'ci ' }], '[0].subject'],
    [
      'a plugin',
      [{ ...ci, subject: 'plugin:catalog' }],
      '[0].subject must not',
    ],
    ['no user', [{ subject: 'ci' }], '[0].user must be a user'],
    [
      'a group as user',
      [{ ...ci, user: 'group:a' }],
      '[0].user must be a user',
    ],
    ['a user that is none', [{ ...ci, user: 5 }], '[0].user must be a user'],
    ['no list of groups', [{ ...ci, groups: 'group:a' }], '[0].groups must be'],
    ['a user as group', [{ ...ci, groups: ['user:a'] }], '[0].groups[0] must'],
    ['an unknown key', [{ ...ci, token: 'x' }], '[0].token is not a setting'],
    ['a subject twice', [ci, ci], '[1] names the subject "ci" again'],
  ])('refuses %s', (_, services, message) => {
    expect(() => read(services)).toThrow(message);
  });
});
