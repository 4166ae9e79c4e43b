import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import simulated from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import request from 'supertest';
import plugin from '../index';

const TEAM = 'group:default/team-a';

/** A token, as `backend.auth.externalAccess` has it, for each subject. */
const tokens = {
  ci: 'a-static-token-of-ci',
  reader: 'a-static-token-of-reader',
  elsewhere: 'a-static-token-of-elsewhere',
  unnamed: 'a-static-token-of-unnamed',
};
type Service = keyof typeof tokens;

const access = (subject: Service, restrictions?: object[]) => ({
  type: 'static',
  options: { subject, token: tokens[subject] },
  ...(restrictions && { accessRestrictions: restrictions }),
});

/** With Backstage's real authentication, which reads these tokens. */
describe.each([true, false])(
  'services from outside the portal, with permission.enabled: %s',
  enabled => {
    let backend: Awaited<ReturnType<typeof startTestBackend>>;

    beforeAll(async () => {
      backend = await startTestBackend({
        features: [
          plugin,
          simulated,
          authServiceFactory,
          httpAuthServiceFactory,
          permissionsServiceFactory,
          mockServices.database.factory(),
          mockServices.rootConfig.factory({
            data: {
              backend: {
                database: { client: 'better-sqlite3', connection: ':memory:' },
                auth: {
                  externalAccess: [
                    access('ci'),
                    access('reader', [
                      { plugin: 'pyk8s-lab', permission: 'pyk8s-lab.lab.read' },
                    ]),
                    access('elsewhere', [{ plugin: 'catalog' }]),
                    access('unnamed'),
                  ],
                },
              },
              permission: { enabled },
              pyk8sLab: {
                admins: ['group:default/platform-admins'],
                defaultProvider: 'simulated',
                simulated: { provisioningTime: { milliseconds: 1 } },
                services: [
                  { subject: 'ci', user: 'user:default/ci', groups: [TEAM] },
                  {
                    subject: 'reader',
                    user: 'user:default/reader',
                    groups: [TEAM],
                  },
                  { subject: 'elsewhere', user: 'user:default/elsewhere' },
                ],
              },
            },
          }),
        ],
      });
    });
    afterAll(async () => {
      await backend?.stop();
    });

    const as = (service: Service) => {
      const send =
        (method: 'get' | 'post' | 'patch' | 'delete') => (path: string) =>
          request(backend.server)
            [method](`/api/pyk8s-lab${path}`)
            .set('Authorization', `Bearer ${tokens[service]}`);
      return {
        get: send('get'),
        post: send('post'),
        patch: send('patch'),
        delete: send('delete'),
      };
    };
    const make = async (service: Service, lab: object) => {
      const { body } = await as(service).post('/labs').send(lab).expect(201);
      return body;
    };

    it('make labs for the user that they act as, and for its groups', async () => {
      const own = await make('ci', { name: 'own' });
      const team = await make('ci', { name: 'team', owner: TEAM });
      expect([own.owner, own.createdBy]).toEqual([
        'user:default/ci',
        'user:default/ci',
      ]);
      expect(team).toMatchObject({ owner: TEAM, createdBy: own.owner });
      const { body } = await as('ci').get('/options').expect(200);
      expect(body.owners).toEqual(['user:default/ci', TEAM]);
    });

    it('make none for others', async () => {
      const { body } = await as('ci')
        .post('/labs')
        .send({ name: 'others', owner: 'group:default/team-b' })
        .expect(403);
      expect(body.error.message).toContain('group:default/team-b');
    });

    it('work in labs of theirs, and end them', async () => {
      const { id } = await make('ci', { name: 'to-end' });
      await as('ci').patch(`/labs/${id}`).send({ purpose: 'CI' }).expect(200);
      const { status } = await as('ci').delete(`/labs/${id}`);
      expect(status).toBe(202);
    });

    it('do what their token is not restricted from, and no more', async () => {
      const team = await make('ci', { name: 'shared', owner: TEAM });
      const own = await make('ci', { name: 'not-shared' });
      await as('reader').get(`/labs/${team.id}`).expect(200);
      await as('reader').get(`/labs/${own.id}`).expect(404);
      await as('reader').delete(`/labs/${team.id}`).expect(403);
      await as('reader').get(`/labs/${team.id}/kubeconfig`).expect(403);
      await as('reader').post('/labs').send({ name: 'mine' }).expect(403);
      const { body } = await as('reader').get('/labs').expect(200);
      const owners = body.items.map((lab: { owner: string }) => lab.owner);
      expect([...new Set(owners)]).toEqual([TEAM]);
    });

    it('are refused where their token is for other plugins', async () => {
      const { status } = await as('elsewhere').get('/labs');
      expect(status).toBe(403);
    });

    it('are refused unless the settings name them, and told so', async () => {
      for (const path of ['/labs', '/options', '/events']) {
        const { body } = await as('unnamed').get(path).expect(403);
        expect(body.error.message).toContain('pyk8sLab.services');
      }
    });
  },
);
