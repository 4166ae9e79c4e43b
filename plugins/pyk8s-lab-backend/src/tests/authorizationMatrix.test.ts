import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  labPermissions,
  labReadPermission,
  type LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Knex } from 'knex';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request, { type Response } from 'supertest';
import { parse } from 'yaml';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { FakeApiServer } from '../__testUtils__/FakeApiServer';
import { LabRows } from '../__testUtils__/LabRows';
import { tarOf } from '../__testUtils__/tar';
import {
  permissionFeatures,
  type TestPolicy,
} from '../__testUtils__/permissionFeatures';
import type { LabRecord } from '../database';

/*
 * Every role × every endpoint × every HTTP method, generated from the OpenAPI
 * file: an endpoint that comes without x-permission, or with one that has no
 * expectation here, fails.
 */

const METHODS = [
  'get',
  'head',
  'post',
  'put',
  'patch',
  'delete',
  'options',
  'trace',
] as const;
type Method = (typeof METHODS)[number];

interface Operation {
  readonly operationId: string;
  readonly 'x-permission'?: string;
  readonly responses: Record<string, unknown>;
  readonly requestBody?: unknown;
}

const PATHS: Record<string, Partial<Record<Method, Operation>>> = parse(
  readFileSync(join(__dirname, '../schema/openapi.yaml'), 'utf8'),
).paths;

/** What becomes of a call. */
type Outcome =
  /** It is done; a list shows the lab. */
  | 'done'
  /** The lab may be seen, and this not be done with it. */
  | 'refused'
  /** There is no such lab; a list is empty. */
  | 'hidden'
  /** Who calls is not known. */
  | 'unknown'
  /** Only people may call. */
  | 'no user';

/** What the expectations below are about: one more is one more to think of. */
const PERMISSIONS = [
  'none',
  'pyk8s-lab.lab.create',
  'pyk8s-lab.lab.read',
  'pyk8s-lab.lab.update',
  'pyk8s-lab.lab.delete',
  'pyk8s-lab.lab.kubeconfig',
  'pyk8s-lab.lab.exec',
  'pyk8s-lab.lab.logs',
];

const all = (outcome: Outcome): Record<string, Outcome> =>
  Object.fromEntries(PERMISSIONS.map(name => [name, outcome]));

const ALICE = 'user:default/alice';
const DORA = 'user:default/dora';
const TEAM = 'group:default/team-a';
const EVERYBODY = [ALICE, DORA, TEAM];
const asOthers = (outcome: Outcome): Record<string, Outcome> => ({
  ...all(outcome),
  none: 'done',
  'pyk8s-lab.lab.create': 'done',
});

/** Who calls, whose lab it is, and what becomes of each permission. */
const ROLES: Record<
  string,
  {
    readonly authorization?: string;
    readonly owner: string;
    readonly expected: Record<string, Outcome>;
    /** What differs for some endpoints, by their operationId. */
    readonly except?: Record<string, Outcome>;
    /** The owners whose labs the stream shows. */
    readonly sees: readonly string[];
  }
> = {
  'the owner': {
    authorization: mockCredentials.user.header('user:default/alice'),
    owner: ALICE,
    expected: all('done'),
    sees: [ALICE, TEAM],
  },
  'a member of the owning group': {
    authorization: mockCredentials.user.header('user:default/andrew'),
    owner: TEAM,
    expected: all('done'),
    sees: [TEAM],
  },
  'a stranger': {
    authorization: mockCredentials.user.header('user:default/bob'),
    owner: ALICE,
    expected: asOthers('hidden'),
    sees: [],
  },
  'a stranger to the group': {
    authorization: mockCredentials.user.header('user:default/bob'),
    owner: TEAM,
    expected: asOthers('hidden'),
    sees: [],
  },
  'an administrator': {
    authorization: mockCredentials.user.header('user:default/carol'),
    owner: ALICE,
    expected: all('done'),
    sees: EVERYBODY,
  },
  'a reader by a policy of the portal': {
    authorization: mockCredentials.user.header('user:default/rita'),
    owner: ALICE,
    expected: {
      ...all('refused'),
      none: 'done',
      'pyk8s-lab.lab.read': 'done',
    },
    sees: EVERYBODY,
  },
  'an owner whom the policy denies everything': {
    authorization: mockCredentials.user.header('user:default/dora'),
    owner: DORA,
    expected: {
      ...all('hidden'),
      none: 'done',
      'pyk8s-lab.lab.create': 'refused',
    },
    sees: [],
  },
  nobody: {
    owner: ALICE,
    expected: all('unknown'),
    sees: [],
  },
  'an invalid token': {
    authorization: mockCredentials.user.invalidHeader(),
    owner: ALICE,
    expected: all('unknown'),
    sees: [],
  },
  'a service from outside the portal': {
    authorization: mockCredentials.service.header(),
    owner: ALICE,
    expected: all('no user'),
    sees: [],
  },
  'a service that has labs with the owning group': {
    authorization: mockCredentials.service.header({
      onBehalfOf: mockCredentials.service('external:ci'),
      targetPluginId: 'pyk8s-lab',
    }),
    owner: TEAM,
    expected: all('done'),
    sees: [TEAM],
  },
  'a service that has labs of its own': {
    authorization: mockCredentials.service.header({
      onBehalfOf: mockCredentials.service('external:ci'),
      targetPluginId: 'pyk8s-lab',
    }),
    owner: ALICE,
    expected: asOthers('hidden'),
    sees: [TEAM],
  },
  'a plugin of the portal': {
    authorization: mockCredentials.service.header({
      onBehalfOf: mockCredentials.service('plugin:catalog'),
      targetPluginId: 'pyk8s-lab',
    }),
    owner: ALICE,
    expected: all('no user'),
    except: { listLabs: 'done', getLab: 'done', streamEvents: 'done' },
    sees: EVERYBODY,
  },
};

const policy: TestPolicy = (userRef, { permission }) => {
  if (userRef === 'user:default/dora') {
    return { result: AuthorizeResult.DENY };
  }
  return userRef === 'user:default/rita'
    ? {
        result:
          permission.name === labReadPermission.name
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      }
    : undefined;
};

const STATUS_OF: Record<Exclude<Outcome, 'done'>, number> = {
  refused: 403,
  hidden: 404,
  unknown: 401,
  'no user': 403,
};

/** An archive that holds nothing to wait for. */
let manifests: Buffer;

/** What has to be sent, and the status that the lab has to have. */
const NEEDS: Record<
  string,
  {
    status?: LabStatus;
    body?: (lab: LabRecord) => object;
    query?: string;
    /** Whether a cluster has to stand behind the lab. */
    cluster?: boolean;
    /** Whether the path names a job of the lab. */
    job?: boolean;
  }
> = {
  createLab: { body: ({ name }) => ({ name: `${name}-made` }) },
  updateLab: { body: () => ({ purpose: 'changed' }) },
  execInLab: {
    body: () => ({ command: 'kubectl get nodes' }),
    cluster: true,
  },
  applyToLab: { body: () => manifests, cluster: true },
  listLabImages: { cluster: true },
  importLabImage: { body: () => ({ image: 'app:1.0' }), cluster: true },
  getLabLogsArchive: { cluster: true },
  getJob: { job: true },
  cancelJob: { job: true },
  getLabLogs: { query: '?source=provisioning' },
  resumeLab: { status: 'PAUSED' },
  retryLab: { status: 'ERROR' },
};

const CELLS = Object.keys(ROLES).flatMap(role =>
  Object.entries(PATHS).flatMap(([path, operations]) =>
    METHODS.map(method => ({ role, path, method, operations })),
  ),
);

/** Requests that are invalid for every caller. */
const BAD_REQUESTS: readonly {
  readonly what: string;
  readonly status: number;
  readonly query?: string;
  readonly body?: string;
  readonly type?: string;
  /** Of which operations they are; of all unless given. */
  readonly of?: (method: Method, operation: Operation) => boolean;
}[] = [
  { what: 'an unknown parameter', status: 400, query: '?colour=red' },
  {
    what: 'a body that is not JSON',
    status: 400,
    body: '{"name": ',
    of: method => method !== 'get',
  },
  {
    what: 'a body that is too large',
    status: 413,
    body: JSON.stringify({ name: 'x'.repeat(5_000_000) }),
    of: (method, { operationId }) =>
      method !== 'get' && ['execInLab', 'updateLab'].includes(operationId),
  },
  {
    what: 'an unknown field',
    status: 400,
    body: '{"colour": "red"}',
    of: (_, { requestBody }) => requestBody !== undefined,
  },
  {
    what: 'a form',
    status: 415,
    body: 'a=b',
    type: 'multipart/form-data; boundary=x',
    of: (_, { operationId }) =>
      ['importLabImage', 'applyToLab'].includes(operationId),
  },
  {
    what: 'parameters that contradict each other',
    status: 400,
    query: '?source=provisioning&pod=web',
    of: (_, { operationId }) => operationId === 'getLabLogs',
  },
  {
    what: 'a value that is none',
    status: 400,
    query: '?limit=ten',
    of: (method, { operationId }) =>
      method === 'get' &&
      ['listLabs', 'listJobs', 'getLabActivity'].includes(operationId),
  },
];

const BAD_CELLS = Object.keys(ROLES).flatMap(role =>
  Object.entries(PATHS).flatMap(([path, operations]) =>
    METHODS.flatMap(method => {
      const operation = operations[method];
      return operation
        ? BAD_REQUESTS.filter(({ of }) => !of || of(method, operation)).map(
            bad => ({ role, path, method, operation, bad, what: bad.what }),
          )
        : [];
    }),
  ),
);
const isStream = ({ path, method }: { path: string; method: Method }) =>
  path === '/events' && method === 'get';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('who may do what', () => {
  let knex: Knex;
  let world: ApiWorld;
  let rows: LabRows;

  beforeAll(async () => {
    manifests = await tarOf({ 'a.yaml': '' });
    knex = await databases.init('SQLITE_3');
    world = await ApiWorld.start(
      knex,
      {
        admins: ['group:default/platform-admins'],
        services: [
          {
            subject: 'external:ci',
            user: 'user:default/ci',
            groups: [TEAM],
          },
        ],
        quotas: {
          simulated: { perUser: 10_000, perGroup: 10_000, total: 10_000 },
        },
        createRate: { limit: 10_000, per: '10m' },
        images: { hostImages: ['app:*'], concurrency: 100 },
      },
      {
        features: permissionFeatures(['group:default/platform-admins'], policy),
        root: { permission: { enabled: true } },
      },
    );
    rows = await LabRows.create(knex);
  });
  afterAll(async () => {
    await world?.stop();
  });

  it.each(
    Object.entries(PATHS).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        endpoint: `${method} ${path}`,
        operation,
      })),
    ),
  )('is said of $endpoint', ({ operation }) => {
    expect(PERMISSIONS).toContain(operation['x-permission']);
  });

  it('is said of real permissions, and left open only where nothing is shown', () => {
    const known = labPermissions.map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining(PERMISSIONS.slice(1)));
    const open = Object.values(PATHS)
      .flatMap(operations => Object.values(operations))
      .filter(operation => operation['x-permission'] === 'none');
    expect(open.map(({ operationId }) => operationId)).toEqual(['getOptions']);
  });

  it(`is asked in ${CELLS.length} cells`, () => {
    expect(CELLS).toHaveLength(
      Object.keys(ROLES).length * Object.keys(PATHS).length * METHODS.length,
    );
    // At least what there was when this was written: nothing drops out unseen.
    expect(CELLS.length).toBeGreaterThanOrEqual(1309);
  });

  it.each(CELLS.filter(cell => !isStream(cell)))(
    '$role: $method $path',
    async ({ role, path, method, operations }) => {
      const { authorization, owner, expected, except } = ROLES[role];
      // HEAD is GET without a body.
      const operation = operations[method === 'head' ? 'get' : method];
      const needs = NEEDS[operation?.operationId ?? ''] ?? {};
      const lab = await rows.add(owner, needs.status);
      if (needs.cluster) {
        await world.makeCluster(lab);
      }
      const id = needs.job ? await rows.addJob(lab) : lab.id;
      const call = request(world.server)
        [method](
          `/api/pyk8s-lab${path.replace('{id}', id)}${needs.query ?? ''}`,
        )
        .set(authorization ? { Authorization: authorization } : {});
      const response = await (needs.body ? call.send(needs.body(lab)) : call);
      const outcome =
        operation &&
        (except?.[operation.operationId] ??
          expected[operation['x-permission'] ?? '']);

      const statuses =
        !operation && expected.none === 'unknown'
          ? [STATUS_OF.unknown]
          : statusesOf(operation, outcome, method);
      // What an endpoint refuses, it explains; what is hidden, as what is not there.
      const message = response.body.error?.message;
      const isExplained =
        (outcome === 'hidden' && path.includes('{id}')
          ? message ===
            `There is no ${needs.job ? 'job' : 'lab'} with the id ${id}.`
          : typeof message === 'string') ||
        response.status < 400 ||
        method === 'head' ||
        !operation;
      expect([response.status, isExplained]).toEqual([
        statuses.find(status => status === response.status) ?? statuses,
        true,
      ]);
      expect(shows(response, lab)).toBe(
        operation?.operationId === 'listLabs' &&
          method === 'get' &&
          outcome === 'done',
      );
      const touched = outcome === 'done';
      expect(touched ? lab : await rows.get(lab.id)).toEqual(lab);
    },
  );

  it.each(BAD_CELLS)(
    '$role: $method $path with $what',
    async ({ role, path, method, operation, bad }) => {
      const { authorization, owner, expected, except } = ROLES[role];
      const lab = await rows.add(owner);
      const id = NEEDS[operation.operationId]?.job
        ? await rows.addJob(lab)
        : lab.id;
      const call = request(world.server)
        [method](`/api/pyk8s-lab${path.replace('{id}', id)}${bad.query ?? ''}`)
        .set(authorization ? { Authorization: authorization } : {});
      const response = await (bad.body === undefined
        ? call
        : call.type(bad.type ?? 'application/json').send(bad.body));

      const outcome =
        except?.[operation.operationId] ??
        expected[operation['x-permission'] ?? ''];
      // Only callers who may read the lab learn what is wrong with the request.
      const isAboutOne = path.includes('{id}');
      const become: Record<Outcome, number[]> = {
        done: [bad.status],
        refused: [bad.status, 403],
        hidden: [isAboutOne ? 404 : bad.status],
        unknown: [401],
        'no user': [403],
      };
      expect(become[outcome]).toContain(response.status);
      expect(await rows.get(lab.id)).toEqual(lab);
    },
  );

  describe('with the Kubernetes API of a lab, which is no endpoint of the OpenAPI file', () => {
    const TOKEN = 'of-one-who-looks-on';
    let cluster: FakeApiServer;

    beforeAll(async () => {
      cluster = await FakeApiServer.start();
      cluster.upgrade = (_req, socket) =>
        socket.end(
          "HTTP/1.1 418 I'm a teapot\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        );
      jest
        .spyOn(world.provider, 'kubeconfig')
        .mockImplementation(async () => cluster.kubeconfig());
      jest
        .spyOn(world.provider, 'viewerKubeconfig')
        .mockImplementation(async () => cluster.kubeconfig({ token: TOKEN }));
    });
    afterAll(async () => {
      // Labs that are made from here on have kubeconfigs of their own.
      jest.restoreAllMocks();
      await cluster.stop();
    });

    it.each(
      Object.keys(ROLES).flatMap(role =>
        [...METHODS, 'upgrade' as const].map(method => ({ role, method })),
      ),
    )('$role: $method /labs/{id}/kube', async ({ role, method }) => {
      const { authorization, owner, expected } = ROLES[role];
      const lab = await rows.add(owner);
      cluster.requests.length = 0;
      const call = request(world.server)
        [method === 'upgrade' ? 'get' : method](
          `/api/pyk8s-lab/labs/${lab.id}/kube/api`,
        )
        .set(authorization ? { Authorization: authorization } : {})
        .set(
          method === 'upgrade'
            ? { Connection: 'Upgrade', Upgrade: 'SPDY/3.1' }
            : {},
        );
      const { status } = await call;
      const reached = cluster.requests.map(({ headers }) =>
        headers.authorization === undefined ? 'owner' : 'viewer',
      );

      // A caller who can read a lab, but not its kubeconfig, is a viewer.
      const outcome = expected['pyk8s-lab.lab.kubeconfig'];
      const answered = method === 'upgrade' ? 418 : 200;
      const become: Record<Outcome, object> = {
        done: { status: answered, reached: ['owner'] },
        refused: { status: answered, reached: ['viewer'] },
        hidden: { status: 404, reached: [] },
        unknown: { status: 401, reached: [] },
        'no user': { status: 403, reached: [] },
      };
      expect({ status, reached }).toEqual(become[outcome]);
    });
  });

  it.each(Object.keys(ROLES))(
    '%s: GET /labs/{id}/kube with a path that could be read in two ways',
    async role => {
      const { authorization, owner, expected } = ROLES[role];
      const lab = await rows.add(owner);
      const { status } = await request(world.server)
        .get(`/api/pyk8s-lab/labs/${lab.id}/kube/api//v1`)
        .set(authorization ? { Authorization: authorization } : {});
      const become: Record<Outcome, number> = {
        done: 400,
        refused: 400,
        hidden: 404,
        unknown: 401,
        'no user': 403,
      };
      expect(status).toBe(become[expected['pyk8s-lab.lab.kubeconfig']]);
    },
  );

  describe('in the stream, which is read until the server stops', () => {
    const told = new Map<string, { status: number; text: string }>();
    let labs: Map<string, LabRecord[]>;

    beforeAll(async () => {
      const url = await world.url('/events');
      labs = new Map(EVERYBODY.map(owner => [owner, []]));
      const addAll = async () => {
        for (const [owner, added] of labs) {
          added.push(await rows.add(owner));
        }
      };
      await addAll();
      const streams = await Promise.all(
        Object.entries(ROLES).map(async ([role, { authorization }]) => {
          const response = await fetch(url, {
            headers: {
              'Last-Event-ID': '0',
              ...(authorization ? { Authorization: authorization } : {}),
            },
          });
          return { role, response };
        }),
      );
      await addAll();
      // The API wakes the stream; the last event has passed when it is seen.
      const { body: last } = await world
        .as('carol')
        .post('/labs')
        .send({ name: 'last' })
        .expect(201);
      await world.until('carol', last.id, 'RUNNING');
      await world.stop();
      for (const { role, response } of streams) {
        told.set(role, {
          status: response.status,
          text: await response.text(),
        });
      }
    });

    it.each(CELLS.filter(isStream))('$role: $method $path', ({ role }) => {
      const { sees, expected, except } = ROLES[role];
      const outcome = except?.streamEvents ?? expected[labReadPermission.name];
      const seen = told.get(role);
      expect(seen?.status).toBe(
        outcome === 'done' || outcome === 'hidden' ? 200 : STATUS_OF[outcome],
      );
      for (const [of, added] of labs) {
        for (const lab of added) {
          expect([of, seen?.text.includes(lab.id)]).toEqual([
            of,
            sees.includes(of),
          ]);
        }
      }
    });
  });
});

/** The statuses that a call may be answered with. */
function statusesOf(
  operation: Operation | undefined,
  outcome: Outcome | undefined,
  method: Method,
): number[] {
  if (!operation || !outcome) {
    // Which methods there are is no secret: the OpenAPI file says so.
    return method === 'options' ? [200] : [405];
  }
  if (outcome === 'done') {
    return [Number(Object.keys(operation.responses)[0])];
  }
  const isOfMany = ['listLabs', 'listJobs', 'streamEvents'].includes(
    operation.operationId,
  );
  return isOfMany && outcome === 'hidden' ? [200] : [STATUS_OF[outcome]];
}

/** Whether a list has the lab. */
function shows({ body }: Response, lab: LabRecord): boolean {
  return JSON.stringify(body.items ?? []).includes(`"id":"${lab.id}"`);
}
