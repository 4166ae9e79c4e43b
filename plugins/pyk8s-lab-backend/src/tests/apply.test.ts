import { TestDatabases } from '@backstage/backend-test-utils';
import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  ClusterManifests,
  CommandCapability,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';
import { gzipSync } from 'node:zlib';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { eventually } from '../__testUtils__/eventually';
import { LabRows } from '../__testUtils__/LabRows';
import { tarOf } from '../__testUtils__/tar';
import type { LabRecord } from '../database';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ALICE = 'user:default/alice';
const UID = '0bccda54-acb5-45f8-944e-c60e4a62d793';
const WEB = ['apps/v1', 'Deployment', 'default', 'web', UID].join('\t');
const ONCE = ['batch/v1', 'Job', 'default', 'once', UID].join('\t');
const NAMESPACE = ['v1', 'Namespace', '<no value>', 'shop', UID].join('\t');
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';

describe('applying manifests', () => {
  let knex: Knex;
  let world: ApiWorld;
  let lab: LabRecord;
  /** What each attempt was given. */
  let attempts: ClusterManifests[];
  /** What is answered to the attempts, the last one to all that follow. */
  let answers: { stdout?: string; stderr?: string; exitCode?: number }[];

  const start = async (config = {}) => {
    knex = await databases.init('SQLITE_3');
    world = await ApiWorld.start(knex, config);
    const rows = await LabRows.create(knex);
    lab = await rows.add(ALICE);
    await world.makeCluster(lab);
  };
  beforeEach(async () => {
    await start();
    attempts = [];
    answers = [{ stdout: `${WEB}\n` }];
    world.apply = async (_, manifests, { onOutput }) => {
      attempts.push(manifests);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      await onOutput('stdout', Buffer.from(answer?.stdout ?? ''));
      await onOutput('stderr', Buffer.from(answer?.stderr ?? ''));
      return { exitCode: answer?.exitCode ?? (answer?.stderr ? 1 : 0) };
    };
    cluster({});
  });
  afterEach(() => world.stop());

  const send = (body: Buffer, query = '', as = 'alice') =>
    world
      .as(as)
      .post(`/labs/${lab.id}/apply${query}`)
      .set('Content-Type', 'application/x-tar')
      .send(body);
  const apply = async (query = '', files = { 'a.yaml': CONFIG_MAP }) =>
    (await send(await tarOf(files), query).expect(202)).body as LabJob;
  const ended = ({ id }: LabJob) => world.jobEnded(id);
  /** Answers `kubectl get` by the resource that is asked for, such as pods. */
  function cluster(
    answer: Record<string, (look: number) => object | undefined>,
  ) {
    const looks: Record<string, number> = {};
    const exec: CommandCapability['exec'] = async (
      _,
      { argv },
      { onOutput },
    ) => {
      const [resource] = argv.filter(one => /^(pods|events|\w+[./])/.test(one));
      looks[resource] = (looks[resource] ?? 0) + 1;
      const found = answer[resource]?.(looks[resource]);
      await onOutput('stdout', Buffer.from(found ? JSON.stringify(found) : ''));
      return { exitCode: 0 };
    };
    world.exec = exec;
  }
  const deployment = (available: number, more: object = {}, spec = {}) => ({
    kind: 'Deployment',
    metadata: { name: 'web', uid: UID, generation: 1 },
    spec: { replicas: 1, ...spec },
    status: {
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      availableReplicas: available,
      ...more,
    },
  });
  const overdue = (lastUpdateTime: string) => ({
    conditions: [
      {
        type: 'Progressing',
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
        message: 'timed out progressing',
        lastUpdateTime,
      },
    ],
  });

  it('applies what was sent, waits, and says what it applied', async () => {
    answers = [
      {
        stdout: `${NAMESPACE}\n${WEB}\nno object\n`,
        stderr: 'Warning: hides previous definition\n',
        exitCode: 0,
      },
    ];
    cluster({ 'deployment.apps/web': look => deployment(look < 2 ? 0 : 1) });
    const job = await apply('?serverSide=true&namespace=preview', {
      'deploy/a.yaml': CONFIG_MAP,
    } as never);
    expect(job).toMatchObject({
      labId: lab.id,
      type: 'apply',
      title: 'Apply manifests',
      status: 'RUNNING',
      createdBy: ALICE,
    });
    expect(await ended(job)).toMatchObject({
      status: 'SUCCEEDED',
      message:
        'Applied 2 objects: Namespace shop, Deployment default/web. Warnings: hides previous definition',
      result: {
        objects: [
          { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            namespace: 'default',
            name: 'web',
          },
        ],
        warnings: ['hides previous definition'],
      },
    });
    expect(attempts).toEqual([
      {
        archive: expect.any(Buffer),
        paths: ['.'],
        kustomize: false,
        recursive: false,
        serverSide: true,
        forceConflicts: false,
        namespace: 'preview',
        timeoutMs: 300_000,
      },
    ]);
    expect(Buffer.from(attempts[0].archive).toString()).toContain(CONFIG_MAP);
    const { items } = await world
      .client('alice')
      .getLabActivity(lab.id, { category: ['commands'] });
    expect(items[0]).toMatchObject({
      type: 'lab.apply',
      message: expect.stringMatching(/^Applied 2 objects/),
      data: { jobId: job.id },
    });
  });

  it('takes a compressed archive, and paths of it', async () => {
    const tar = await tarOf({ './a/b.yaml': CONFIG_MAP, 'c.yaml': '' });
    const query = '?path=a/&path=./c.yaml&recursive=true&wait=false&timeout=1m';
    await ended((await send(gzipSync(tar), query).expect(202)).body);
    expect(attempts[0]).toMatchObject({
      paths: ['a', 'c.yaml'],
      recursive: true,
      timeoutMs: 60_000,
    });
  });

  it('takes what is as large as the limit (M5)', async () => {
    const large = 'x'.repeat(12 * 2 ** 20);
    await ended(await apply('?wait=false', { 'a.yaml': large }));
    expect(attempts[0].archive.length).toBeGreaterThan(large.length);
  });

  it.each([
    ['?path=../a', 'path must be a relative path'],
    ['?path=/etc', 'path must be a relative path'],
    ['?path=none.yaml', 'has no "none.yaml"'],
    ['?kustomize=true&path=a.yaml', 'give the folder'],
    ['?kustomize=true&path=a&path=b', 'is one folder'],
    ['?kustomize=1', 'kustomize must be true or false'],
    ['?forceConflicts=true', 'needs serverSide=true'],
    ['?namespace=Not%20one', 'namespace must be a lowercase RFC 1123 label'],
    ['?timeout=2h', 'timeout must be at most 1h'],
    ['?timeout=soon', 'is not a duration'],
    ['?colour=red', 'unknown query parameter'],
  ])('refuses %s', async (query, message) => {
    const { body } = await send(
      await tarOf({ 'a.yaml': CONFIG_MAP }),
      query,
    ).expect(400);
    expect(body.error.message).toContain(message);
    expect(attempts).toEqual([]);
  });

  it('refuses what is not an archive, or is too large', async () => {
    await send(Buffer.from('{}')).expect(400);
    await send(Buffer.alloc(0)).expect(400);
    const zeros = gzipSync(Buffer.alloc(40 * 2 ** 20));
    expect(zeros.length).toBeLessThan(100_000);
    await send(zeros).expect(413);
    await send(Buffer.alloc(25 * 2 ** 20, 'x')).expect(413);
  });

  it('is not done in a lab that does not run, or for a program that is not allowed', async () => {
    await knex('labs').where({ id: lab.id }).update({ status: 'PAUSED' });
    const { body } = await send(await tarOf({ a: '' })).expect(409);
    expect(body.error.message).toContain('Resume it first');
    await world.stop();
    await start({ exec: { commands: ['helm'] } });
    const refused = await send(await tarOf({ a: '' })).expect(400);
    expect(refused.body.error.message).toContain('kubectl is not among');
  });

  it('says what kubectl refuses, the reason first (M8)', async () => {
    const value = JSON.stringify({ Env: 'value '.repeat(2_000) });
    answers = [
      {
        stderr: `Warning: odd\nThe Job "many" is invalid: spec.template: Invalid value: ${value}: field is immutable\n`,
      },
    ];
    expect(await ended(await apply())).toMatchObject({
      status: 'FAILED',
      message: `Not everything was applied to lab ${lab.name}: The Job "many" is invalid: spec.template: field is immutable.`,
    });
    expect(attempts).toHaveLength(1);
  });

  it('tries again while what refuses it goes away by itself (M3)', async () => {
    const passing = [
      'Error from server (InternalError): error when creating "a.yaml": Internal error occurred: failed calling webhook "a.example.com": failed to call webhook: Post "https://hook.default.svc:443/?timeout=10s": dial tcp 10.96.248.97:443: connect: connection refused\n',
      'Error from server (NotFound): error when creating "a.yaml": namespaces "fresh" not found\n',
    ];
    answers = [...passing.map(stderr => ({ stderr })), { stdout: '' }];
    const job = await apply('?wait=false');
    await eventually(async () =>
      (
        await world.client('alice').getJob(job.id)
      ).message.startsWith('Waiting to apply: Error from server'),
    );
    expect(await ended(job)).toMatchObject({ status: 'SUCCEEDED' });
    expect(attempts).toHaveLength(3);
  });

  it('says at the end of its time what it waited for', async () => {
    answers = [
      {
        stderr:
          'Error from server (Forbidden): error when creating "a.yaml": pods "p" is forbidden: status unknown for quota: q, resources: pods\n',
      },
    ];
    expect(await ended(await apply('?timeout=1s'))).toMatchObject({
      status: 'FAILED',
      message: expect.stringMatching(
        /^Not everything was applied to lab \S+ within 1s\. .*status unknown for quota/,
      ),
    });
  });

  it('waits for what the pods do now, not for an earlier verdict (M2)', async () => {
    cluster({
      'deployment.apps/web': look =>
        look < 3 ? deployment(0, overdue('before')) : deployment(1),
    });
    expect(await ended(await apply())).toMatchObject({ status: 'SUCCEEDED' });
    cluster({
      'deployment.apps/web': look =>
        deployment(0, look < 2 ? {} : overdue('now')),
      pods: () => ({
        items: [
          {
            metadata: {
              name: 'web-1-2',
              ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1' }],
            },
            status: {
              containerStatuses: [
                {
                  name: 'main',
                  image: `app:1@sha256:${'a'.repeat(64)}`,
                  state: { waiting: { reason: 'ErrImagePull' } },
                },
              ],
            },
          },
        ],
      }),
    });
    expect(await ended(await apply())).toMatchObject({
      status: 'FAILED',
      message: expect.stringMatching(
        /^Deployment default\/web failed: it exceeded its progress deadline; 0 of 1 replicas are available; pod web-1-2: container main: ErrImagePull; .*write app:1 without the digest/,
      ),
    });
  });

  it('says at once that a rollout is paused (M9)', async () => {
    cluster({
      'deployment.apps/web': () => deployment(0, {}, { paused: true }),
    });
    expect(await ended(await apply())).toMatchObject({
      status: 'FAILED',
      message: expect.stringMatching(
        /^Deployment default\/web failed: its rollout is paused/,
      ),
    });
  });

  it.each([
    ['Completed', 'Normal', 'Job completed', 'SUCCEEDED', 'Applied 1 object'],
    [
      'BackoffLimitExceeded',
      'Warning',
      'Job has reached the specified backoff limit',
      'FAILED',
      'Job default/once failed: Job has reached the specified backoff limit, and it was deleted',
    ],
  ])(
    'knows how a Job ended that is deleted at once: %s (M1)',
    async (reason, type, message, status, expected) => {
      answers = [{ stdout: `${ONCE}\n` }];
      const involvedObject = { kind: 'Job', name: 'once', uid: UID };
      cluster({
        'job.batch/once': look =>
          look < 2
            ? {
                kind: 'Job',
                metadata: { name: 'once', uid: UID },
                spec: {},
                status: {},
              }
            : undefined,
        events: () => ({ items: [{ reason, type, message, involvedObject }] }),
      });
      const job = await ended(await apply());
      expect(job).toMatchObject({
        status,
        message: expect.stringContaining(expected),
      });
    },
  );

  it('does not report a deleted Job as succeeded (M1)', async () => {
    answers = [{ stdout: `${ONCE}\n` }];
    expect(await ended(await apply())).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining('it was deleted before it completed'),
    });
  });

  it('ends what it waits for when it is cancelled', async () => {
    cluster({ 'deployment.apps/web': () => deployment(0) });
    const job = await apply();
    await eventually(async () =>
      (
        await world.client('alice').getJob(job.id)
      ).message.startsWith(
        'Waiting for Deployment default/web: 0 of 1 replicas are available',
      ),
    );
    await world.client('alice').cancelJob(job.id);
    expect(await ended(job)).toMatchObject({ status: 'CANCELLED' });
  });

  it('says at the end of its time what is not rolled out, bounded', async () => {
    const noise = 'x'.repeat(100_000);
    cluster({
      'deployment.apps/web': () => deployment(0, { conditions: noise }),
      events: () => ({
        items: [
          {
            type: 'Warning',
            reason: 'FailedCreate',
            message: noise,
            involvedObject: { kind: 'ReplicaSet', name: 'web-1' },
          },
          'no event',
        ],
      }),
      pods: () => ({ items: noise }),
    });
    const { status, message } = await ended(await apply('?timeout=1s'));
    expect(status).toBe('FAILED');
    expect(message).toMatch(
      /^Not everything in lab \S+ was rolled out within 1s\. Deployment default\/web: 0 of 1 replicas are available; replicaset web-1: FailedCreate – xxx/,
    );
    expect(message.length).toBeLessThan(1_000);
  });

  it('is plausible in a simulated lab', async () => {
    world.apply = undefined;
    expect(await ended(await apply())).toMatchObject({
      status: 'SUCCEEDED',
      message: expect.stringMatching(
        /^Applied 1 object: ConfigMap default\/a\. Warnings: simulated lab/,
      ),
    });
  });
});
