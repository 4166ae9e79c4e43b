import { TestDatabases } from '@backstage/backend-test-utils';
import {
  followJob,
  type LabJob,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import type { Knex } from 'knex';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { eventually } from '../__testUtils__/eventually';
import { LabRows } from '../__testUtils__/LabRows';
import type { LabRecord } from '../database';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ALICE = 'user:default/alice';
const NAME = 'docker.io/library/test-image:1.0';

describe('images in labs', () => {
  let knex: Knex;
  let world: ApiWorld;
  let rows: LabRows;
  let lab: LabRecord;
  let platform: string;

  const aLab = async (workers = 0) => {
    const added = await rows.add(ALICE);
    await world.makeCluster({
      ...added,
      spec: { ...added.spec, workers },
    });
    return added;
  };
  const listed = async (of = lab) =>
    (await world.as('alice').get(`/labs/${of.id}/images`).expect(200)).body;
  const broughtIn = async () =>
    (await world.client('alice').listLabImages(lab.id)).items
      .filter(({ imported }) => imported)
      .flatMap(({ names }) => names);
  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    world = await ApiWorld.start(knex, {
      images: { maxArchive: '2Mi', hostImages: ['app:*'], concurrency: 2 },
    });
    rows = await LabRows.create(knex);
    lab = await aLab();
    platform = (await listed()).platform;
  });
  afterEach(() => world.stop());

  const send = (body: Buffer, query = '', of = lab) =>
    world
      .as('alice')
      .post(`/labs/${of.id}/images${query}`)
      .set('Content-Type', 'application/x-tar')
      .send(body);
  const archive = (options?: Parameters<typeof testImageArchive>[0]) =>
    buffer(testImageArchive({ platforms: [platform], ...options }).open());
  const jobs = async (): Promise<LabJob[]> =>
    (await world.as('alice').get(`/jobs?lab=${lab.id}`).expect(200)).body.items;
  const ended: ApiWorld['jobEnded'] = (...job) => world.jobEnded(...job);
  /** Holds imports until it is told to go on; says when one has started. */
  const holdImports = () => {
    const { provider } = world;
    const importImages = provider.images.importImages.bind(provider.images);
    let go = () => {};
    const going = new Promise<void>(resolve => {
      go = resolve;
    });
    const started = new Promise<AbortSignal>(resolve => {
      provider.images.importImages = async (ref, what, context) => {
        resolve(context.signal);
        context.onProgress(1, 2);
        await Promise.race([
          going,
          new Promise((_, reject) => {
            context.signal.addEventListener('abort', () =>
              reject(context.signal.reason),
            );
          }),
        ]);
        return importImages(ref, what, context);
      };
    });
    return { started, go };
  };

  it.each([
    ['as docker save writes it', 'both', (tar: Buffer) => tar],
    ['as an OCI layout', 'oci', (tar: Buffer) => tar],
    ['compressed', 'docker', gzipSync],
  ] as const)('come from an archive %s', async (_, format, pack) => {
    const { body, headers } = await send(
      pack(await archive({ format })),
      '?name=app.tar',
    ).expect(202);
    expect(body).toMatchObject({
      labId: lab.id,
      labName: lab.name,
      type: 'images.import',
      title: 'Import of app.tar',
      createdBy: ALICE,
      message: expect.stringMatching(
        /^(Importing it into|Imported into all nodes)/,
      ),
    });
    expect(headers.location).toMatch(new RegExp(`/jobs/${body.id}$`));
    expect(await ended(body.id)).toMatchObject({
      status: 'SUCCEEDED',
      progress: 100,
      message: `Imported into all nodes: ${NAME}. Pods ask for it by name and tag, not by a digest.`,
      result: { names: [NAME] },
      endedAt: expect.any(String),
    });
    const { items, nodes } = await listed();
    expect(items[0]).toMatchObject({ names: [NAME], imported: true, nodes });
    const activity = await world.as('alice').get(`/labs/${lab.id}/activity`);
    expect(activity.body.items[0]).toMatchObject({
      type: 'lab.image',
      actorRef: ALICE,
      message: `Imported into all nodes: ${NAME}. Pods ask for it by name and tag, not by a digest.`,
    });
    // Nothing is left of what was on its way.
    expect(await readdir(world.directory)).toEqual([]);
  });

  it.each<[string, () => Promise<Buffer>, number, RegExp]>([
    [
      'that end too early',
      async () => (await archive()).subarray(0, 2_000),
      400,
      /ends too early/,
    ],
    ['that are none', async () => Buffer.from('hello'.repeat(500)), 400, /no/],
    ['that are empty', async () => Buffer.alloc(0), 400, /.+/],
    [
      'for another architecture',
      () => archive({ platforms: ['linux/s390x'] }),
      400,
      /linux\/s390x/,
    ],
    [
      'that are too large',
      () => archive({ layerBytes: [3 * 2 ** 20] }),
      413,
      /2\s?MiB.*maxArchive/,
    ],
    [
      'that are too large when they are unpacked',
      async () => gzipSync(Buffer.alloc(64 * 2 ** 20)),
      413,
      /2\s?MiB.*maxArchive/,
    ],
  ])('refuse archives %s', async (_, make, status, message) => {
    const before = await listed();
    const { body } = await send(await make());
    expect([body.response.statusCode, body.error.message]).toEqual([
      status,
      expect.stringMatching(message),
    ]);
    const [job] = await jobs();
    // What is refused before anything was read is no job.
    expect(job?.status ?? 'FAILED').toBe('FAILED');
    expect(job?.message ?? body.error.message).toBe(body.error.message);
    expect(await listed()).toEqual(before);
    expect(await readdir(world.directory)).toEqual([]);
    // The next one has a place.
    await send(await archive()).expect(202);
  });

  it('answer a client that still sends what is refused', async () => {
    const noise = Buffer.alloc(1_000_000, 'not a tar. ');
    const response = await fetch(await world.url(`/labs/${lab.id}/images`), {
      method: 'POST',
      headers: world.headers('alice'),
      body: Readable.toWeb(Readable.from([noise, noise])),
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(400);
    expect((await response.json()).error.name).toBe('InputError');
  });

  it('are broken off when their sender leaves', async () => {
    const body = await archive({ layerBytes: [1_000_000] });
    const url = new URL(await world.url(`/labs/${lab.id}/images`));
    const sending = httpRequest(url, {
      method: 'POST',
      headers: {
        ...world.headers('alice'),
        'Content-Type': 'application/x-tar',
        'Content-Length': body.length,
      },
    });
    sending.on('error', () => undefined);
    sending.write(body.subarray(0, 600_000));
    await eventually(async () => ((await jobs())[0]?.progress ?? 0) > 0);
    sending.destroy();
    const [{ id }] = await jobs();
    expect(await ended(id)).toMatchObject({
      status: 'CANCELLED',
      message: 'The client disconnected before it was received completely.',
    });
    expect(await broughtIn()).toEqual([]);
    expect(await readdir(world.directory)).toEqual([]);
  });

  it('end with a pause of the lab, also while they are sent', async () => {
    const body = await archive({ layerBytes: [1_000_000] });
    let more: ReadableStreamDefaultController<Uint8Array> | undefined;
    const sending = fetch(await world.url(`/labs/${lab.id}/images`), {
      method: 'POST',
      headers: world.headers('alice'),
      body: new ReadableStream({
        start(controller) {
          more = controller;
          controller.enqueue(body.subarray(0, 600_000));
        },
      }),
      duplex: 'half',
    } as RequestInit);
    await eventually(async () => (await jobs()).length === 1);
    await world.as('alice').post(`/labs/${lab.id}/pause`).expect(202);
    const answer = await sending;
    more?.close();
    expect([answer.status, (await answer.json()).error.message]).toEqual([
      409,
      expect.stringContaining('The lab was paused meanwhile'),
    ]);
  });

  it('are no forms', async () => {
    const { body } = await world
      .as('alice')
      .post(`/labs/${lab.id}/images`)
      .attach('file', await archive(), 'app.tar')
      .expect(415);
    expect(body.error.message).toContain('-X POST -T app.tar');
    expect(await jobs()).toEqual([]);
  });

  it('come one after the other', async () => {
    const { started, go } = holdImports();
    const { body } = await send(await archive()).expect(202);
    await started;
    const refused = await send(await archive()).expect(429);
    expect(refused.body.error.message).toContain(
      'An image is already being imported',
    );
    await eventually(async () => ((await jobs())[0].progress ?? 0) >= 50);
    expect(await jobs()).toHaveLength(1);

    // Others have their own place, up to what the portal does at once.
    const second = await aLab();
    const third = await aLab();
    await send(await archive(), '', second).expect(202);
    await send(await archive(), '', third).expect(429);

    go();
    await ended(body.id);
    await send(await archive()).expect(202);
  });

  it('can be cancelled by those who may command the lab', async () => {
    const { started } = holdImports();
    const { body } = await send(await archive()).expect(202);
    const signal = await started;
    await world.as('bob').post(`/jobs/${body.id}/cancel`).expect(404);
    await world.as('alice').post(`/jobs/${body.id}/cancel`).expect(202);
    expect(await ended(body.id)).toMatchObject({
      status: 'CANCELLED',
      message: 'It was cancelled.',
    });
    expect(signal.aborted).toBe(true);
    expect(await broughtIn()).toEqual([]);
    // Again is no error.
    await world.as('alice').post(`/jobs/${body.id}/cancel`).expect(202);
  });

  it('end soon after the right to them is gone', async () => {
    const { started } = holdImports();
    const { body } = await send(await archive()).expect(202);
    const signal = await started;
    await world.handOver(knex, lab, 'user:default/bob');
    await once(signal, 'abort');
    expect(await ended(body.id, 'bob')).toMatchObject({ status: 'FAILED' });
    expect(signal.reason).toMatchObject({ name: 'NotFoundError' });
  }, 30_000);

  it('name the node that did not take them, and can be repeated', async () => {
    const wide = await aLab(1);
    const { nodes } = await listed(wide);
    const { importImages } = world.provider.images;
    world.provider.images.importImages = async (ref, what, context) => {
      const [first, ...others] = await importImages.call(
        world.provider.images,
        ref,
        what,
        context,
      );
      world.provider.loseImages(ref.name, first.node);
      const failure = `The node ${first.node} refused: no space left on device`;
      return [{ ...first, failure }, ...others];
    };
    const { body } = await send(await archive(), '', wide).expect(202);
    const [failed, other] = nodes;
    expect(await ended(body.id)).toMatchObject({
      status: 'FAILED',
      message: `Not imported into ${failed}: ${NAME}. The node ${failed} refused: no space left on device. It is in ${other}; import it again to complete it.`,
    });
    expect((await listed(wide)).items[0]).toMatchObject({
      names: [NAME],
      nodes: [other],
      imported: true,
    });

    world.provider.images.importImages = importImages;
    const again = await send(await archive(), '', wide).expect(202);
    expect(await ended(again.body.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await listed(wide)).items[0]).toMatchObject({
      nodes,
      imported: true,
    });
  });

  it('are not imported where no node took them', async () => {
    world.provider.images.importImages = async (_, { images }) =>
      (await listed()).nodes.map((node: string) => ({
        node,
        names: images.map(({ name }) => name),
        failure: 'The disk is full.',
      }));
    const { body } = await send(await archive()).expect(202);
    expect(await ended(body.id)).toMatchObject({
      status: 'FAILED',
      message: expect.stringMatching(
        / The disk is full\. Import it again when the cause is fixed\.$/,
      ),
    });
    expect(await broughtIn()).toEqual([]);
  });

  it('are not those that a node has by the same name', async () => {
    const { body } = await send(await archive()).expect(202);
    await ended(body.id);
    const [name] = world.provider.clusterNames();
    await world.provider.images.importImages(
      { name, host: lab.host },
      testImageArchive({ names: [NAME], platforms: [platform], seed: 'x' }),
      { signal: new AbortController().signal, onProgress: () => undefined },
    );
    const { items } = await listed();
    expect(
      items.filter(({ names }: { names: string[] }) => names.includes(NAME)),
    ).toEqual([expect.objectContaining({ imported: false })]);
  });

  it('tell a sender whose import is cancelled that it is', async () => {
    const body = await archive({ layerBytes: [1_000_000] });
    const url = await world.url(`/labs/${lab.id}/images`);
    let more: ReadableStreamDefaultController<Uint8Array> | undefined;
    const sending = fetch(url, {
      method: 'POST',
      headers: world.headers('alice'),
      body: new ReadableStream({
        start(controller) {
          more = controller;
          controller.enqueue(body.subarray(0, 600_000));
        },
      }),
      duplex: 'half',
    } as RequestInit);
    await eventually(async () => (await jobs()).length === 1);
    const [{ id }] = await jobs();
    await world.as('alice').post(`/jobs/${id}/cancel`).expect(202);
    expect((await sending).status).toBe(409);
    more?.close();
    expect((await ended(id)).status).toBe('CANCELLED');
  });

  it('end with the lab that they are brought into', async () => {
    const { started } = holdImports();
    const { body } = await send(await archive()).expect(202);
    await started;
    await world.as('alice').delete(`/labs/${lab.id}`).expect(202);
    await world.until('alice', lab.id, 'DELETED');
    expect(await ended(body.id)).toMatchObject({
      status: 'FAILED',
      message: expect.stringMatching(/^The lab is no longer running/),
    });
    expect(await readdir(world.directory)).toEqual([]);
  });

  it('of the lab host come by the names that are allowed', async () => {
    const ask = (image: string) =>
      world.as('alice').post(`/labs/${lab.id}/images`).send({ image });
    await ask('--help').expect(400);
    const refused = await ask('postgres:16').expect(403);
    expect(refused.body.error.message).toContain('choose one of app:*');
    expect(await jobs()).toEqual([]);

    const hostImage = jest.fn(async () =>
      testImageArchive({
        names: ['docker.io/library/app:1.0'],
        platforms: [platform],
      }).open(),
    );
    world.provider.images.hostImage = hostImage;
    const { body } = await ask('app:1.0').expect(202);
    expect(await ended(body.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(hostImage).toHaveBeenCalledWith(
      lab.host,
      'docker.io/library/app:1.0',
      expect.anything(),
    );
  });

  it('are followed by the stream of events, without asking again', async () => {
    const client = world.client('alice');
    const asked = jest.spyOn(client, 'getJob');
    const { started, go } = holdImports();
    const job = await client.importLabImage(lab.id, {
      archive: new Blob([await archive()]),
    });
    await started;
    const seen: LabJob[] = [];
    for await (const state of followJob(client, job, {
      signal: new AbortController().signal,
      isPassing: () => false,
    })) {
      seen.push(state);
      if (state.steps.some(({ name }) => name === 'import')) {
        go();
      }
    }
    expect(seen.at(-1)).toMatchObject({
      id: job.id,
      status: 'SUCCEEDED',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      steps: [
        { name: 'receive', finishedAt: expect.any(String) },
        { name: 'import', finishedAt: expect.any(String) },
      ],
    });
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('are there while a lab runs', async () => {
    await knex('labs').where({ id: lab.id }).update({ status: 'PAUSED' });
    const { body } = await send(await archive()).expect(409);
    expect(body.error.message).toContain('Resume it first');
    await world.as('alice').get(`/labs/${lab.id}/images`).expect(409);
  });

  it('are told by a client that sends a stream', async () => {
    const client = world.client('alice');
    const job = await client.importLabImage(
      lab.id,
      { archive: new Blob([await archive()]) },
      { name: 'app.tar' },
    );
    await ended(job.id);
    expect(await broughtIn()).toEqual([NAME]);
    const streamed = await client.importLabImage(lab.id, {
      archive: Readable.toWeb(
        testImageArchive({ platforms: [platform] }).open(),
      ) as ReadableStream<Uint8Array>,
    });
    await ended(streamed.id);
    const { items } = await client.listJobs({
      lab: lab.id,
      status: ['SUCCEEDED'],
      type: ['images.import'],
      limit: 1,
    });
    expect(items.map(({ id }) => id)).toEqual([streamed.id]);
  });
});
