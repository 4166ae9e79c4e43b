import { setTimeout as delay } from 'node:timers/promises';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import permission from '@backstage/plugin-permission-backend';
import search from '@backstage/plugin-search-backend';
import labs from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend';
import simulated from '@pyk8s-lab/backstage-plugin-pyk8s-lab-backend-module-simulated';
import type { LabDocument } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import searchOfLabs from '@pyk8s-lab/backstage-plugin-search-backend-module-pyk8s-lab';
import request from 'supertest';
import { httpAuthOfTests } from './__testUtils__/httpAuthOfTests';
import permissions from './modules/permissions/module';

interface Answer {
  results: { type: string; document: LabDocument }[];
}

describe.each([true, false])(
  'the search of labs, with permission.enabled: %s',
  enabled => {
    let backend: Awaited<ReturnType<typeof startTestBackend>>;

    beforeAll(async () => {
      backend = await startTestBackend({
        features: [
          search,
          searchOfLabs,
          permission,
          permissions,
          labs,
          simulated,
          httpAuthOfTests,
          // That of the test utilities runs tasks but once.
          schedulerServiceFactory,
          mockServices.rootConfig.factory({
            data: {
              backend: {
                database: { client: 'better-sqlite3', connection: ':memory:' },
              },
              permission: { enabled },
              pyk8sLab: {
                admins: ['user:default/carol'],
                defaultProvider: 'simulated',
                simulated: { provisioningTime: { milliseconds: 10 } },
              },
              search: {
                collators: {
                  pyk8sLab: {
                    schedule: {
                      frequency: { milliseconds: 200 },
                      timeout: { minutes: 1 },
                    },
                  },
                },
              },
            },
          }),
        ],
      });
    });
    afterAll(async () => {
      await backend?.stop();
    });

    const as = (name: string) =>
      mockCredentials.user.header(`user:default/${name}`);

    const find = async (name: string, query: string): Promise<Answer> => {
      const { body } = await request(backend.server)
        .get(`/api/search/query?types[0]=pyk8s-lab&${query}`)
        .set('Authorization', as(name));
      return { results: body.results ?? [] };
    };
    const labsFor = async (name: string, query: string) =>
      (await find(name, query)).results
        .filter(({ document }) => document.labId)
        .map(({ document }) => document.title);

    /** Asks until somebody finds this, or the test's time is over. */
    const findsAtLast = async (name: string, query: string, title: string) => {
      for (;;) {
        const { results } = await find(name, query);
        if (results.some(({ document }) => document.title === title)) {
          return;
        }
        await delay(50);
      }
    };

    const create = (name: string, lab: object) =>
      request(backend.server)
        .post('/api/pyk8s-lab/labs')
        .set('Authorization', as(name))
        .send(lab)
        .expect(201);

    beforeAll(async () => {
      await create('alice', { name: 'payments', purpose: 'A secret launch' });
      await create('bob', { name: 'catalog', purpose: 'Another launch' });
    });

    it('has a way to the page of labs for everybody', async () => {
      await findsAtLast('bob', 'term=ephemeral', 'Labs');
      expect((await find('bob', 'term=ephemeral')).results).toEqual([
        expect.objectContaining({
          document: expect.objectContaining({ location: '/labs' }),
        }),
      ]);
    });

    if (enabled) {
      it('finds for each person what that person may read', async () => {
        await findsAtLast('alice', 'term=launch', 'payments');
        await findsAtLast('bob', 'term=launch', 'catalog');
        expect(await labsFor('alice', 'term=launch')).toEqual(['payments']);
        expect(await labsFor('bob', 'term=launch')).toEqual(['catalog']);
        expect(await labsFor('bob', 'term=payments')).toEqual([]);
        expect((await labsFor('carol', 'term=launch')).sort()).toEqual([
          'catalog',
          'payments',
        ]);
      });

      it('can be filtered, and tells no more than documents have', async () => {
        await findsAtLast('alice', 'term=launch', 'payments');
        const { results } = await find(
          'alice',
          'term=launch&filters[simulated]=true',
        );
        expect(results).toHaveLength(1);
        expect(results[0].document).toMatchObject({
          location: `/labs/${results[0].document.labId}`,
          owner: 'user:default/alice',
        });
        expect(results[0].document).not.toHaveProperty('authorization');
      });
    } else {
      it('finds no lab for anybody, since Backstage would show it to all', async () => {
        await findsAtLast('alice', 'term=ephemeral', 'Labs');
        for (const name of ['alice', 'bob', 'carol']) {
          expect(await labsFor(name, 'term=launch')).toEqual([]);
          expect(await labsFor(name, 'term=')).toEqual([]);
        }
      });
    }
  },
);
