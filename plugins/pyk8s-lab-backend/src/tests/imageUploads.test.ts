import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { readdir } from 'node:fs/promises';
import { ApiWorld } from '../__testUtils__/ApiWorld';
import { eventually } from '../__testUtils__/eventually';
import { LabRows } from '../__testUtils__/LabRows';
import { RawUpload } from '../__testUtils__/RawUpload';
import type { LabRecord } from '../database';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
/** More than connections buffer. */
const UPLOAD_BYTES = 50_000_000;
const EVER = Number.MAX_SAFE_INTEGER;

describe('uploads of images that are refused', () => {
  let knex: Knex;
  let world: ApiWorld;
  let lab: LabRecord;
  let paused: LabRecord;
  let upload: RawUpload;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    world = await ApiWorld.start(knex);
    const rows = await LabRows.create(knex);
    lab = await rows.add('user:default/alice');
    await world.makeCluster(lab);
    paused = await rows.add('user:default/alice');
    await knex('labs').where({ id: paused.id }).update({ status: 'PAUSED' });
  });
  afterEach(() => upload.destroy());
  afterAll(() => world.stop());

  const begin = async (
    to: LabRecord,
    headers: Record<string, string | number>,
  ) => {
    upload = await RawUpload.begin(await world.url(`/labs/${to.id}/images`), {
      'Content-Type': 'application/x-tar',
      ...headers,
    });
  };
  /** Backstage refuses requests without credentials before the plugin. */
  const isByPlugin = (status: number) => status !== 401;
  const endedByPlugin = async (status: number) => {
    if (isByPlugin(status)) {
      await upload.ended();
    }
  };
  const serviceHeaders = {
    Authorization: mockCredentials.service.header({
      onBehalfOf: mockCredentials.service('plugin:other'),
      targetPluginId: 'pyk8s-lab',
    }),
  };

  const REFUSALS: [
    string,
    number,
    RegExp,
    () => { to?: LabRecord; headers: Record<string, string> },
  ][] = [
    [
      'that are no archives',
      400,
      /not an image archive/,
      () => ({ headers: world.headers('alice') }),
    ],
    ['of nobody', 401, /.+/, () => ({ headers: {} })],
    ['of no user', 403, /.+/, () => ({ headers: serviceHeaders })],
    [
      'of those who may not know the lab',
      404,
      /.+/,
      () => ({ headers: world.headers('bob') }),
    ],
    [
      'for a lab that does not run',
      409,
      /Resume it first/,
      () => ({ to: paused, headers: world.headers('alice') }),
    ],
    [
      'that are forms',
      415,
      /-T app.tar/,
      () => ({
        headers: {
          ...world.headers('alice'),
          'Content-Type': 'multipart/form-data; boundary=x',
        },
      }),
    ],
  ];

  describe.each(REFUSALS)('%s', (_what, status, message, make) => {
    const expected = {
      status,
      body: { error: { message: expect.stringMatching(message) } },
    };

    it('are answered to those who send all first', async () => {
      const { to = lab, headers } = make();
      await begin(to, { ...headers, 'Content-Length': UPLOAD_BYTES });
      await upload.send(UPLOAD_BYTES);
      upload.read();
      expect(await upload.answer()).toMatchObject(expected);
      await endedByPlugin(status);
      expect(upload.failure).toBeUndefined();
    });

    it('are answered to those who read meanwhile', async () => {
      const { to = lab, headers } = make();
      await begin(to, { ...headers, 'Content-Length': UPLOAD_BYTES });
      upload.read();
      await upload.send(1_000_000);
      // Nothing more comes before the answer is there.
      expect(await upload.answer()).toMatchObject(expected);
      await upload.send(UPLOAD_BYTES - 1_000_000);
      await endedByPlugin(status);
      expect(upload.failure).toBeUndefined();
    });
  });

  it.each(REFUSALS.filter(([, status]) => isByPlugin(status)))(
    '%s end, also when their senders do not',
    async (_what, status, _message, make) => {
      const { to = lab, headers } = make();
      await begin(to, { ...headers, 'Transfer-Encoding': 'chunked' });
      upload.read();
      const piece = Buffer.alloc(65_536, '-');
      const sending = upload.send(
        EVER,
        Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')]),
      );
      const answer = await upload.answer();
      expect(answer).toMatchObject({
        status,
        headers: { connection: 'close' },
      });
      await sending;
      expect(upload.isClosed).toBe(true);
    },
  );

  it('leave nothing behind', async () => {
    await begin(lab, {
      ...world.headers('alice'),
      'Content-Length': UPLOAD_BYTES,
    });
    await upload.send(1_000_000);
    upload.read();
    await upload.answer();
    upload.destroy();
    await eventually(async () => (await readdir(world.directory)).length === 0);
    expect(upload.failure).toBeUndefined();
  });
});
