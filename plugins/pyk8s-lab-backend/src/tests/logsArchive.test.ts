import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { eventually } from '../__testUtils__/eventually';
import { LabRows } from '../__testUtils__/LabRows';
import type { LabRecord } from '../database';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('all logs of a lab', () => {
  let knex: Knex;
  let world: ApiWorld;
  let lab: LabRecord;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    world = await ApiWorld.start(knex, { logs: { maxArchive: '1Mi' } });
    const rows = await LabRows.create(knex);
    lab = await rows.add('user:default/alice');
    await world.makeCluster(lab);
    await knex('lab_outputs').insert({
      lab_id: lab.id,
      run_id: '00000000-0000-4000-8000-00000000abcd',
      attempt: 1,
      at: Date.now(),
      text: 'Creating cluster\n',
    });
  });
  afterEach(() => world.stop());

  const download = async (signal?: AbortSignal) =>
    world.client('alice').getLabLogsArchive(lab.id, { signal });
  const files = async (body: ReadableStream<Uint8Array>) => {
    const found: Record<string, string> = {};
    const tar = extract();
    const unpacked = pipeline(
      Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
      createGunzip(),
      tar,
    );
    unpacked.catch(() => undefined);
    for await (const entry of tar) {
      found[entry.header.name] = await text(entry);
    }
    await unpacked;
    return found;
  };
  const ended = (id: string) => world.jobEnded(id);
  const writesLogs = (bytes: number) => {
    world.provider.logs.exportLogs = async (_ref, options) => {
      await writeFile(
        join(options.directory, 'kubelet.log'),
        'k'.repeat(bytes),
      );
      return { truncated: false };
    };
  };

  it('are one archive, made by a job', async () => {
    writesLogs(100);
    const { jobId, body } = await download();
    const found = await files(body);
    const root = lab.name;
    expect(Object.keys(found)).toEqual(
      expect.arrayContaining([
        `${root}/README.txt`,
        `${root}/lab.json`,
        `${root}/activity.jsonl`,
        `${root}/cluster/kubelet.log`,
      ]),
    );
    expect(JSON.parse(found[`${root}/lab.json`])).toMatchObject({ id: lab.id });
    const activity = found[`${root}/activity.jsonl`]
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(activity).toMatchObject([
      { type: 'lab.created' },
      { type: 'lab.logs-download', actorRef: 'user:default/alice' },
    ]);
    expect(Object.values(found)).toContain('Creating cluster\n');
    expect(found[`${root}/cluster/kubelet.log`]).toBe('k'.repeat(100));
    expect(await ended(jobId)).toMatchObject({
      type: 'logs.export',
      status: 'SUCCEEDED',
      createdBy: 'user:default/alice',
      result: { truncated: false },
    });
    expect(await readdir(world.directory)).toEqual([]);
  });

  it('are downloaded as a file that no cache stores', async () => {
    const { headers } = await world
      .as('alice')
      .get(`/labs/${lab.id}/logs/archive`)
      .expect(200);
    expect(headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="${lab.name}-logs.tar.gz"`,
      'cache-control': 'no-store, no-transform',
      'access-control-expose-headers': 'Pyk8s-Lab-Job',
    });
  });

  it('end at the limit, and say what is left out', async () => {
    writesLogs(2 * 2 ** 20);
    const { jobId, body } = await download();
    const found = await files(body);
    expect(found[`${lab.name}/TRUNCATED.txt`]).toContain('kubelet.log');
    expect(await ended(jobId)).toMatchObject({
      status: 'SUCCEEDED',
      result: { truncated: true },
    });
  });

  it('come without those of the cluster when it does not give them', async () => {
    world.provider.logs.exportLogs = async () => {
      throw new Error('the node does not run');
    };
    const { jobId, body } = await download();
    expect(Object.keys(await files(body))).toContain(`${lab.name}/lab.json`);
    expect(await ended(jobId)).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining('the node does not run'),
    });
  });

  it('are no longer collected when the client has gone', async () => {
    let gathering: AbortSignal | undefined;
    world.provider.logs.exportLogs = async (_ref, { signal }) => {
      gathering = signal;
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    };
    const leaving = new AbortController();
    const { jobId, body } = await download(leaving.signal);
    const reading = files(body).catch(() => undefined);
    await eventually(() => gathering !== undefined);
    leaving.abort();
    await reading;
    expect(await ended(jobId)).toMatchObject({
      status: 'CANCELLED',
      message: expect.stringContaining('disconnected'),
    });
    expect(gathering?.aborted).toBe(true);
    await eventually(async () => (await readdir(world.directory)).length === 0);
  });

  it('end when their job is cancelled', async () => {
    world.provider.logs.exportLogs = async (_ref, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const { jobId, body } = await download();
    const reading = files(body);
    await world.as('alice').post(`/jobs/${jobId}/cancel`).expect(202);
    // Cut short, it must not look whole.
    await expect(reading).rejects.toThrow();
    expect(await ended(jobId)).toMatchObject({ status: 'CANCELLED' });
  });

  it('are there while a lab runs', async () => {
    const path = `/labs/${lab.id}/logs/archive`;
    await knex('labs').where({ id: lab.id }).update({ status: 'PAUSED' });
    const { body } = await world.as('alice').get(path).expect(409);
    expect(body.error.message).toContain('Resume it first');
  });
});
