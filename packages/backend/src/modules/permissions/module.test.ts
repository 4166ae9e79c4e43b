import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import type { PermissionPolicy } from '@backstage/plugin-permission-node';
import { kubernetesPermissions } from '@backstage/plugin-kubernetes-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { labPermissions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityValidatePermission,
  catalogIngestionManagePermission,
  catalogLocationAnalyzePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  actionExecutePermission,
  taskCreatePermission,
  templateDryRunPermission,
  templateManagementPermission,
  templateParameterReadPermission,
  templateStepReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import permissionsModule from './module';

const catalogRead = createPermission({
  name: 'catalog.entity.read',
  attributes: { action: 'read' },
  resourceType: 'catalog-entity',
});

/** The policy that the module sets in a portal. */
async function policyOf(admins: string[]): Promise<PermissionPolicy> {
  const set: PermissionPolicy[] = [];
  const backend = await startTestBackend({
    extensionPoints: [
      [policyExtensionPoint, { setPolicy: policy => set.push(policy) }],
    ],
    features: [
      permissionsModule,
      mockServices.rootConfig.factory({ data: { pyk8sLab: { admins } } }),
    ],
  });
  await backend.stop();
  return set[0];
}

const as = (userEntityRef: string) => ({
  credentials: mockCredentials.user(userEntityRef),
  info: { userEntityRef, ownershipEntityRefs: [userEntityRef] },
});

describe('the portal’s permission policy', () => {
  const resultFor = async (permission: Permission, user?: string) => {
    const policy = await policyOf(['user:default/carol']);
    return (await policy.handle({ permission }, user ? as(user) : undefined))
      .result;
  };

  it('leaves what is neither of labs nor administration to everybody', async () => {
    const other = createPermission({
      name: 'catalog.entity.refresh',
      attributes: { action: 'update' },
      resourceType: 'catalog-entity',
    });
    expect(await resultFor(other, 'user:default/alice')).toBe(
      AuthorizeResult.ALLOW,
    );
    expect(await resultFor(other)).toBe(AuthorizeResult.ALLOW);
  });

  it.each([
    catalogLocationCreatePermission,
    catalogLocationAnalyzePermission,
    catalogLocationDeletePermission,
    catalogEntityCreatePermission,
    catalogEntityValidatePermission,
    catalogEntityDeletePermission,
    catalogIngestionManagePermission,
    templateDryRunPermission,
    templateManagementPermission,
  ])('gives $name to administrators only', async permission => {
    expect([
      await resultFor(permission, 'user:default/carol'),
      await resultFor(permission, 'user:default/alice'),
      await resultFor(permission),
    ]).toEqual([
      AuthorizeResult.ALLOW,
      AuthorizeResult.DENY,
      AuthorizeResult.DENY,
    ]);
  });

  it.each([
    taskCreatePermission,
    actionExecutePermission,
    templateParameterReadPermission,
    templateStepReadPermission,
  ])('lets everybody run the templates of the catalog: $name', async one => {
    expect(await resultFor(one, 'user:default/alice')).toBe(
      AuthorizeResult.ALLOW,
    );
  });

  it.each(['read', 'cancel'] as const)(
    'lets people %s the tasks of templates that they have started, and administrators all',
    async action => {
      const policy = await policyOf(['user:default/carol']);
      const permission = createPermission({
        name: `scaffolder.task.${action}`,
        attributes: { action: action === 'read' ? 'read' : undefined },
        resourceType: 'scaffolder-task',
      });
      expect(
        await policy.handle({ permission }, as('user:default/alice')),
      ).toEqual({
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'scaffolder',
        resourceType: 'scaffolder-task',
        conditions: expect.objectContaining({
          params: { createdBy: ['user:default/alice'] },
        }),
      });
      expect(
        await policy.handle({ permission }, as('user:default/carol')),
      ).toEqual({ result: AuthorizeResult.ALLOW });
      expect(await policy.handle({ permission })).toMatchObject({
        conditions: { params: { createdBy: [] } },
      });
    },
  );

  it('knows people whatever a sign-in makes of their names', async () => {
    const policy = await policyOf(['user:default/carol']);
    const request = { permission: catalogRead };
    expect(await policy.handle(request, as('user:default/Carol'))).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('shows the catalog’s entities of labs to their owners and to administrators', async () => {
    const policy = await policyOf(['user:default/carol']);
    const labOrOwn = (claims: string[]) => ({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: {
        anyOf: [
          {
            not: expect.objectContaining({
              rule: 'HAS_ANNOTATION',
              params: { annotation: 'pyk8s-lab.io/lab-id' },
            }),
          },
          expect.objectContaining({
            rule: 'IS_ENTITY_OWNER',
            params: { claims },
          }),
        ],
      },
    });
    const request = { permission: catalogRead };
    expect(await policy.handle(request, as('user:default/alice'))).toEqual(
      labOrOwn(['user:default/alice']),
    );
    expect(await policy.handle(request)).toEqual(labOrOwn([]));
    expect(await policy.handle(request, as('user:default/carol'))).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it.each(labPermissions.filter(({ type }) => type === 'resource'))(
    'gives $name to owners, and on every lab to administrators',
    async permission => {
      expect(await resultFor(permission, 'user:default/alice')).toBe(
        AuthorizeResult.CONDITIONAL,
      );
      expect(await resultFor(permission, 'user:default/carol')).toBe(
        AuthorizeResult.ALLOW,
      );
      expect(await resultFor(permission)).toBe(AuthorizeResult.DENY);
    },
  );

  it.each(kubernetesPermissions)(
    'gives $name to signed-in users only',
    async permission => {
      expect(await resultFor(permission, 'user:default/bob')).toBe(
        AuthorizeResult.ALLOW,
      );
      expect(await resultFor(permission)).toBe(AuthorizeResult.DENY);
    },
  );

  it('does not start with invalid administrators', async () => {
    await expect(policyOf(['carol'])).rejects.toThrow(/pyk8sLab\.admins\[0\]/);
  });
});
