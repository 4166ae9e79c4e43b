import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  labCreatePermission,
  labPermissions,
  RESOURCE_TYPE_LAB,
  type LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { decideLabPermission, LabPermissionPolicy } from './labPolicy';
import { labRules } from './labRules';

const TEAM = 'group:default/team-a';
const ADMINS = ['group:default/platform-admins', 'user:default/root'];
const ofOneLab = labPermissions.filter(({ type }) => type === 'resource');

const lab = (ownerRef: string) => ({
  ownerRef,
  status: 'RUNNING' as LabStatus,
  simulated: false,
});
const applies = createConditionAuthorizer({
  getRuleByName: name => {
    const rule = Object.values(labRules).find(known => known.name === name);
    if (!rule) {
      throw new Error(`There is no rule ${name}`);
    }
    return rule;
  },
});

describe('the policy that the plugin ships', () => {
  it.each(ofOneLab)('gives $name on their own labs to owners', permission => {
    const alice = ['user:default/alice', TEAM];
    const decision = decideLabPermission(permission, alice, ADMINS);
    expect(applies(decision, lab('user:default/alice'))).toBe(true);
    expect(applies(decision, lab(TEAM))).toBe(true);
    expect(applies(decision, lab('user:default/bob'))).toBe(false);
    expect(applies(decision, lab(ADMINS[0]))).toBe(false);
  });

  it.each(labPermissions)(
    'gives $name to administrators, by group and in person',
    permission => {
      for (const ref of ADMINS) {
        expect(
          decideLabPermission(permission, ['user:default/x', ref], ADMINS),
        ).toEqual({ result: AuthorizeResult.ALLOW });
      }
    },
  );

  it('lets every signed-in user create labs', () => {
    expect(
      decideLabPermission(labCreatePermission, ['user:default/new'], []),
    ).toEqual({ result: AuthorizeResult.ALLOW });
  });

  it.each(labPermissions)('denies $name without a user', permission => {
    expect(decideLabPermission(permission, undefined, ADMINS)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('does not treat a user without ownership refs as an owner', () => {
    for (const permission of ofOneLab) {
      expect(
        applies(decideLabPermission(permission, [], ADMINS), lab('user:x/y')),
      ).toBe(false);
    }
  });

  it('allows nothing that it does not know', () => {
    const refs = ['user:default/alice'];
    const unknown = createPermission({
      name: 'pyk8s-lab.portal.destroy',
      attributes: {},
    });
    const foreign = createPermission({
      name: 'catalog.entity.read',
      attributes: { action: 'read' },
      resourceType: 'catalog-entity',
    });
    const admin = [ADMINS[0]];
    const results = [
      decideLabPermission(unknown, refs, ADMINS),
      decideLabPermission(foreign, refs, ADMINS),
      decideLabPermission(foreign, admin, ADMINS),
    ].map(({ result }) => result);
    expect(results).toEqual(Array(3).fill(AuthorizeResult.DENY));
  });

  it('asks who somebody is, rather than trust what it is told', async () => {
    const policy = LabPermissionPolicy.create({
      admins: ADMINS,
      userInfo: mockServices.userInfo.mock({
        getUserInfo: async () => ({
          userEntityRef: 'user:default/alice',
          ownershipEntityRefs: [TEAM],
        }),
      }),
    });
    const [permission] = ofOneLab;
    const credentials = mockCredentials.user('user:default/alice');
    expect(
      await policy.handle(
        { permission },
        {
          credentials,
          info: { userEntityRef: '', ownershipEntityRefs: ADMINS },
        },
      ),
    ).toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'pyk8s-lab',
      resourceType: RESOURCE_TYPE_LAB,
      conditions: {
        resourceType: RESOURCE_TYPE_LAB,
        rule: 'IS_OWNER',
        params: { claims: ['user:default/alice', TEAM] },
      },
    });
    expect(await policy.handle({ permission })).toEqual({
      result: AuthorizeResult.DENY,
    });
  });
});
