import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { RESOURCE_TYPE_LAB } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import request from 'supertest';
import { labConditions } from './labPolicy';
import {
  EVERY_LAB,
  matchesLab,
  matchesLabInSomeStatus,
  NO_LAB,
  type LabFilter,
  type LabResource,
} from './labFilter';
import { labPermissionResourceRef, labRules } from './labRules';

const lab: LabResource = {
  ownerRef: 'user:default/alice',
  status: 'RUNNING',
  simulated: false,
};

const pluginWithOneLab = createBackendPlugin({
  pluginId: 'pyk8s-lab',
  register(env) {
    env.registerInit({
      deps: { registry: coreServices.permissionsRegistry },
      async init({ registry }) {
        registry.addResourceType({
          resourceRef: labPermissionResourceRef,
          rules: Object.values(labRules),
          getResources: async refs => refs.map(() => lab),
        });
      },
    });
  },
});

describe('the rules of labs', () => {
  it.each<[string, LabFilter, boolean]>([
    ['owner', { owners: ['user:default/alice'] }, true],
    ['other owner', { owners: ['user:default/bob'] }, false],
    ['no owner', { owners: [] }, false],
    ['status', { statuses: ['ERROR', 'RUNNING'] }, true],
    ['other status', { statuses: ['ERROR'] }, false],
    ['not simulated', { simulated: false }, true],
    ['simulated', { simulated: true }, false],
    ['all of two', { allOf: [{ simulated: false }, EVERY_LAB] }, true],
    ['all of two, one not', { allOf: [EVERY_LAB, NO_LAB] }, false],
    ['any of two', { anyOf: [NO_LAB, { simulated: false }] }, true],
    ['any of none', NO_LAB, false],
    ['all of none', EVERY_LAB, true],
    ['not', { not: { owners: ['user:default/alice'] } }, false],
    ['not none', { not: NO_LAB }, true],
  ])('match by %s', (_, filter, matches) => {
    expect(matchesLab(filter, lab)).toBe(matches);
  });

  it('know what may have been seen in another status', () => {
    const running: LabFilter = {
      allOf: [{ statuses: ['PAUSED'] }, { owners: ['user:default/alice'] }],
    };
    expect(matchesLab(running, lab)).toBe(false);
    expect(matchesLabInSomeStatus(running, lab)).toBe(true);
    expect(
      matchesLabInSomeStatus(running, { ...lab, ownerRef: 'user:x/y' }),
    ).toBe(false);
    expect(matchesLabInSomeStatus({ not: running }, lab)).toBe(true);
    expect(matchesLabInSomeStatus({ simulated: true }, lab)).toBe(false);
  });

  it('find an owner however the policy writes it', () => {
    const claims = ['User:Default/Alice'];
    expect(labRules.isOwner.apply(lab, { claims })).toBe(true);
    expect(labRules.isOwner.toQuery({ claims })).toEqual({
      owners: ['user:default/alice'],
    });
  });

  describe('in the permission system', () => {
    let backend: Awaited<ReturnType<typeof startTestBackend>>;
    const base = '/api/pyk8s-lab/.well-known/backstage/permissions';

    beforeAll(async () => {
      backend = await startTestBackend({ features: [pluginWithOneLab] });
    });
    afterAll(() => backend.stop());

    const apply = (conditions: object) =>
      request(backend.server)
        .post(`${base}/apply-conditions`)
        .set('Authorization', mockCredentials.service.header())
        .send({
          items: [
            {
              id: '1',
              resourceRef: 'a',
              resourceType: RESOURCE_TYPE_LAB,
              conditions,
            },
          ],
        });

    it.each([
      [labConditions.isOwner({ claims: ['user:default/alice'] }), 'ALLOW'],
      [labConditions.isOwner({ claims: ['user:default/bob'] }), 'DENY'],
      [labConditions.hasStatus({ statuses: ['RUNNING'] }), 'ALLOW'],
      [labConditions.hasStatus({ statuses: ['ERROR'] }), 'DENY'],
      [labConditions.isSimulated(), 'DENY'],
      [{ not: labConditions.isSimulated() }, 'ALLOW'],
    ])('answer %j with %s', async (conditions, result) => {
      const { body } = await apply(conditions).expect(200);
      expect(body.items).toEqual([{ id: '1', result }]);
    });

    it.each([
      { rule: 'IS_OWNER', params: { claims: 'user:default/alice' } },
      { rule: 'IS_OWNER', params: {} },
      { rule: 'IS_OWNER' },
      { rule: 'HAS_STATUS', params: { statuses: ['SLEEPY'] } },
      { rule: 'IS_CHEAP', params: {} },
    ])('never allow by %j', async condition => {
      const { status, body } = await apply({
        ...condition,
        resourceType: RESOURCE_TYPE_LAB,
      });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(JSON.stringify(body)).not.toContain('ALLOW');
    });

    it('describe their parameters', async () => {
      const { body } = await request(backend.server)
        .get(`${base}/metadata`)
        .set('Authorization', mockCredentials.service.header())
        .expect(200);
      expect(body.rules.map(({ name }: { name: string }) => name)).toEqual([
        'IS_OWNER',
        'HAS_STATUS',
        'IS_SIMULATED',
      ]);
      expect(body.rules[0].paramsSchema).toMatchObject({
        properties: { claims: { type: 'array', items: { type: 'string' } } },
        required: ['claims'],
      });
    });
  });
});
