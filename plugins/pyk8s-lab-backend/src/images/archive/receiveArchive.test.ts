import { testImageArchive } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node/testUtils';
import { writeFile } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import zlib, {
  constants,
  createZstdCompress,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { pack } from 'tar-stream';
import { Random } from '@internal/test-utils';
import {
  configOf,
  dockerSave,
  hexOf,
  json,
  layerOf,
  NAME,
  tarOf,
  TestLayout,
} from './__testUtils__/entries';
import { inPieces, Reception } from './__testUtils__/Reception';

const PIECES = [65_536, 512, 1000, 7];

let reception: Reception;
beforeEach(async () => {
  reception = await Reception.create();
});
afterEach(() => reception.remove());

describe('receiveArchive', () => {
  describe.each(['docker', 'oci', 'both'] as const)('format %s', format => {
    const names = [NAME, 'registry.example.com:5000/team/app:2.0'];
    const archive = testImageArchive({
      names,
      layerBytes: [3000, 10, 0],
      format,
    });

    it.each(PIECES)(
      'takes an archive in pieces of %i bytes',
      async pieceBytes => {
        const body = await buffer(archive.open());
        const progress: number[] = [];
        const received = await reception.receive(body, {
          pieceBytes,
          onProgress: bytes => progress.push(bytes),
        });
        expect(received).toEqual({
          sizeBytes: archive.sizeBytes,
          names,
          images: [
            {
              id: archive.ids['linux/amd64'],
              names,
              sizeBytes: expect.any(Number),
            },
          ],
        });
        expect((await reception.content()).equals(body)).toBe(true);
        expect(await reception.mode()).toBe(0o600);
        expect(progress.at(-1)).toBe(body.length);
        expect(progress).toEqual([...progress].sort((a, b) => a - b));
      },
    );

    it.each([
      ['gzip', (body: Buffer) => gzipSync(body)],
      [
        'gzip in two parts',
        (body: Buffer) =>
          Buffer.concat([
            gzipSync(body.subarray(0, 700)),
            gzipSync(body.subarray(700)),
          ]),
      ],
      ['Zstandard', (body: Buffer) => zstdCompressSync(body)],
    ])('decompresses %s', async (_name, compress) => {
      const body = await buffer(archive.open());
      for (const pieceBytes of PIECES) {
        let received = 0;
        const compressed = compress(body);
        const { sizeBytes } = await reception.receive(compressed, {
          pieceBytes,
          onProgress: bytes => {
            received = bytes;
          },
        });
        expect(sizeBytes).toBe(body.length);
        expect(received).toBe(compressed.length);
        expect((await reception.content()).equals(body)).toBe(true);
        await reception.clear();
      }
    });

    it('refuses one that ends anywhere but at its end', async () => {
      const body = await buffer(archive.open());
      const random = Random.create(5);
      const ends = [
        ...Array.from({ length: body.length / 512 }, (_, block) => block * 512),
        ...Array.from({ length: 60 }, () => random.below(body.length)),
        body.length - 1,
      ];
      for (const end of ends) {
        const error = await reception.refusal(body.subarray(0, end));
        expect([end, error?.name]).toEqual([end, 'InputError']);
        expect(error?.message).toMatch(
          end < 512
            ? /Nothing was sent|not an image archive/
            : /ends too early/,
        );
      }
    });

    it.each([
      ['gzip', gzipSync],
      ['zstd', zstdCompressSync],
    ])('refuses one of %s that ends too early', async (_name, compress) => {
      const body = compress(await buffer(archive.open()));
      const random = Random.create(7);
      for (let count = 0; count < 40; count += 1) {
        const end =
          count === 0 ? body.length - 1 : 6 + random.below(body.length - 6);
        const error = await reception.refusal(body.subarray(0, end), {
          pieceBytes: 1 + random.below(3000),
        });
        expect([end, error?.message]).toEqual([
          end,
          expect.stringMatching(/ends too early/),
        ]);
      }
    });

    it('refuses one of which a bit has turned', async () => {
      const body = await buffer(archive.open());
      const random = Random.create(11);
      // The layers come first; what is between files is not read by anybody.
      for (let count = 0; count < 60; count += 1) {
        const at = 512 + random.below(3000);
        const broken = Buffer.from(body);
        broken[at] = broken[at] + 1 + random.below(255);
        const error = await reception.refusal(broken);
        expect([at, error?.message]).toEqual([
          at,
          expect.stringMatching(/checksum/),
        ]);
      }
    });
  });

  it('says of whatever comes what is wrong with it, and fails in no other way', async () => {
    const layout = new TestLayout();
    const both = {
      ...layout.name(layout.index([layout.image()])).entries(),
      'manifest.json': dockerSave()['manifest.json'],
      'b0/layer.tar': { linkTo: '../a0/layer.tar' },
      [`${'long/'.repeat(60)}readme`]: Buffer.from('hello'),
    };
    const bodies = [
      await tarOf(both),
      await tarOf({ ...dockerSave(), 'x.gz': gzipSync('x'.repeat(1000)) }),
    ];
    const random = Random.create(13);
    for (let count = 0; count < 400; count += 1) {
      const body = Buffer.from(random.pick(bodies));
      for (let changes = 1 + random.below(3); changes > 0; changes -= 1) {
        const at = random.below(body.length);
        body[at] = random.below(2) ? random.below(256) : body[at] + 1;
      }
      const error = await reception.refusal(body, {
        pieceBytes: 1 + random.below(5000),
      });
      expect(['InputError', undefined]).toContain(error?.name);
    }
  });

  it('returns the platform of an archive', async () => {
    const body = testImageArchive({ platforms: ['linux/arm64/v8'] }).open();
    expect(await reception.refusal(body)).toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/is for linux\/arm64, and the nodes/),
    });
  });

  it('takes of several platforms the one that is there', async () => {
    const archive = testImageArchive({
      platforms: ['linux/amd64', 'linux/arm64'],
      missing: ['linux/arm64'],
      format: 'both',
    });
    const { images } = await reception.receive(archive.open());
    expect(images).toMatchObject([{ id: archive.ids['linux/amd64'] }]);
    await reception.clear();
    expect(
      await reception.refusal(archive.open(), { platform: 'linux/arm64' }),
    ).toMatchObject({ message: expect.stringMatching(/not complete/) });
  });

  it('reads a folder that was packed with its dot, and long names', async () => {
    const layout = new TestLayout();
    const entries = Object.entries(layout.name(layout.image()).entries());
    const body = await tarOf([
      ...entries.map(([name, content]) => [`./${name}`, content] as const),
      [`./${'long/'.repeat(60)}readme`, Buffer.from('hello')],
    ]);
    expect((await reception.receive(body)).names).toEqual([NAME]);
  });

  it('follows a link to a layer', async () => {
    const { 'a0/layer.tar': layer, ...others } = dockerSave();
    const body = await tarOf({
      'b0/layer.tar': layer,
      'a0/layer.tar': { linkTo: '../b0/layer.tar' },
      ...others,
    });
    expect((await reception.receive(body)).names).toEqual([NAME]);
  });

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('checks layers that are compressed with %s', async (_name, compress) => {
    const layer = layerOf('one', 300_000);
    const entries = {
      ...dockerSave({ layers: [layer] }),
      'a0/layer.tar': compress(layer),
    };
    const { images } = await reception.receive(await tarOf(entries));
    expect(images[0].sizeBytes).toBe(entries['a0/layer.tar'].length);
    await reception.clear();

    const other = compress(layerOf('two', 300_000));
    expect(
      await reception.refusal(
        await tarOf({ ...entries, 'a0/layer.tar': other }),
      ),
    ).toMatchObject({
      message: expect.stringMatching(/checksum of the layer/),
    });

    const cut = entries['a0/layer.tar'].subarray(0, 100);
    expect(
      await reception.refusal(await tarOf({ ...entries, 'a0/layer.tar': cut })),
    ).toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/a0\/layer.tar cannot be decompressed/),
    });
    expect(
      await reception.refusal(await tarOf(entries), { maxBytes: 200_000 }),
    ).toMatchObject({
      name: 'PayloadTooLargeError',
      message: expect.stringMatching(/^The layers of the image take more than/),
    });
  });

  // zlib may end before what it is given does, and with it the reading of the entry.
  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])(
    'bears layers of %s that go on after their end',
    async (_name, compress) => {
      const layer = layerOf('one', 300_000);
      for (const padding of [0, 'x']) {
        const body = await tarOf({
          ...dockerSave({ layers: [layer] }),
          'a0/layer.tar': Buffer.concat([
            compress(layer),
            Buffer.alloc(200_000, padding),
          ]),
        });
        for (const pieceBytes of [1, 700, 65_536, 2 ** 20]) {
          const error = await reception.refusal(body, { pieceBytes });
          expect(['InputError', undefined]).toContain(error?.name);
        }
      }
    },
  );

  it.each<[string, () => Buffer | Promise<Buffer>, RegExp]>([
    ['nothing', () => Buffer.alloc(0), /^Nothing was sent: send what/],
    [
      'a byte',
      () => Buffer.from('x'),
      /^This is not an image archive: send what/,
    ],
    ['text', () => Buffer.from('hello '.repeat(1000)), /not an image archive/],
    ['zeros', () => Buffer.alloc(100_000), /not an image archive/],
    [
      'a page',
      () => Buffer.from(`<html>${' '.repeat(600)}`),
      /not an image archive/,
    ],
    [
      'gzip with something after it',
      async () =>
        Buffer.concat([
          gzipSync(await tarOf(dockerSave())),
          Buffer.from('garbage'.repeat(1000)),
        ]),
      /damaged: it cannot be decompressed/,
    ],
    [
      'something else in gzip',
      () => gzipSync(Buffer.from('hello '.repeat(1000))),
      /not an image archive/,
    ],
    ['nothing in gzip', () => gzipSync(''), /not an image archive/],
    [
      'an archive compressed twice',
      async () => gzipSync(gzipSync(await tarOf(dockerSave()))),
      /not an image archive/,
    ],
    [
      'xz',
      () => Buffer.from('fd377a585a0000000000', 'hex'),
      /compressed with xz, .* \(xz -d app.tar.xz\)/,
    ],
    ['bzip2', () => Buffer.from('BZh91AY&SY'), /compressed with bzip2/],
    ['zip', () => Buffer.from('PK\x03\x04\x14\x00\x00\x00'), /with zip/],
    [
      'broken gzip',
      async () => {
        const body = gzipSync(await tarOf(dockerSave()));
        body.fill(0xff, 100, 200);
        return body;
      },
      /damaged: it cannot be decompressed/,
    ],
    [
      'broken Zstandard',
      async () => {
        const body = zstdCompressSync(await tarOf(dockerSave()));
        body.fill(0xff, 20, 200);
        return body;
      },
      /damaged: it cannot be decompressed/,
    ],
    [
      'the files of a container',
      () => tarOf({ 'etc/hosts': Buffer.from(''), bin: { linkTo: 'usr/bin' } }),
      /neither manifest.json nor index.json/,
    ],
    [
      'a link out of the archive',
      () => tarOf({ 'etc/mtab': { linkTo: '/proc/mounts' } }),
      /"etc\/mtab" is an absolute link, to \/proc\/mounts/,
    ],
    [
      'a name out of the archive',
      () => tarOf({ '../../etc/passwd': Buffer.from('') }),
      /outside of it/,
    ],
    [
      'an absolute name',
      () => tarOf({ '/manifest.json': Buffer.from('[]') }),
      /outside of it/,
    ],
    [
      'a manifest that is there twice',
      () =>
        tarOf([...Object.entries(dockerSave()), ['./manifest.json', json([])]]),
      /manifest.json is in it twice/,
    ],
    [
      'two archives in one',
      async () => {
        const one = await tarOf(dockerSave());
        return Buffer.concat([one, one]);
      },
      /after its end there is more/,
    ],
    [
      'an archive after an end',
      async () =>
        Buffer.concat([Buffer.alloc(1024), await tarOf(dockerSave())]),
      /after its end there is more/,
    ],
    [
      'something after its end',
      async () =>
        Buffer.concat([await tarOf(dockerSave()), Buffer.alloc(512, 'x')]),
      /what is between its files cannot be read/,
    ],
    [
      'a size that is no number',
      async () => {
        const body = await tarOf(dockerSave());
        body.write('\xba', 124, 'latin1');
        body.write(' '.repeat(8), 148);
        const sum = body.subarray(0, 512).reduce((a, b) => a + b, 0);
        body.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
        return body;
      },
      /what is between its files cannot be read/,
    ],
    [
      'a header that is broken',
      async () => {
        const body = await tarOf(dockerSave());
        body[512 + 1536 + 3] += 1;
        return body;
      },
      /what is between its files cannot be read/,
    ],
    [
      'a blob with another name',
      () => {
        const layout = new TestLayout();
        const entries = layout.name(layout.image()).entries();
        return tarOf({
          ...entries,
          [`blobs/sha256/${'0'.repeat(64)}`]: json(1),
        });
      },
      /the checksum of blobs\/sha256\/0{64} is wrong/,
    ],
    [
      'a manifest that is too large',
      () =>
        tarOf({
          'manifest.json': Buffer.alloc(4 * 2 ** 20 + 1, '['),
        }),
      /manifest.json is not valid JSON, or too large/,
    ],
    [
      'too many manifests',
      () =>
        tarOf(
          Array.from(
            { length: 9 },
            (_, index) =>
              [`${index}.json`, Buffer.alloc(4 * 2 ** 20, '[')] as const,
          ),
        ),
      /save fewer images into one archive/,
    ],
    [
      'too many files',
      () =>
        tarOf(
          Array.from(
            { length: 20_001 },
            (_, index) => [`${index}`, Buffer.alloc(0)] as const,
          ),
        ),
      /more than 20000 entries/,
    ],
  ])('refuses %s', async (_what, make, message) => {
    const body = await make();
    for (const pieceBytes of [65_536, 999]) {
      const error = await reception.refusal(body, { pieceBytes });
      expect(error?.message).toMatch(message);
      expect(error?.name).toBe('InputError');
    }
  });

  it.each(['fifo', 'character-device'] as const)(
    'refuses an entry that is a %s',
    async type => {
      const archive = pack();
      archive.entry({ name: 'strange', type, linkname: 'manifest.json' });
      archive.finalize();
      const body = await buffer(Readable.from(archive));
      expect((await reception.refusal(body))?.message).toMatch(
        /its entry "strange" is neither a plain file nor a directory/,
      );
    },
  );

  describe('of an archive that was packed again', () => {
    /** As tar writes the entries of a folder: each name with "./". */
    const repacked = async (
      links: Record<string, Record<string, unknown>>,
      files: Record<string, Buffer | { linkTo: string }> = dockerSave(),
    ) => {
      const archive = pack();
      archive.entry({ name: './', type: 'directory' });
      for (const [name, content] of Object.entries(files)) {
        if (links[name]) {
          archive.entry({ name: `./${name}`, ...links[name] });
        } else if (Buffer.isBuffer(content)) {
          archive.entry({ name: `./${name}` }, content);
        }
      }
      archive.entry({ name: './shared' }, layerOf('one'));
      archive.finalize();
      return buffer(Readable.from(archive));
    };

    it('takes names that begin with "./"', async () => {
      expect((await reception.receive(await repacked({}))).names).toEqual([
        NAME,
      ]);
    });

    it.each([
      [
        'a link whose name begins with "./"',
        'a0/layer.tar',
        { type: 'symlink', linkname: '../shared' },
        /"a0\/layer.tar" is a link whose name begins with "\.\/"\. Pack it without links/,
      ],
      [
        'a hard link in place of a layer',
        'a0/layer.tar',
        { type: 'link', linkname: './shared' },
        /"a0\/layer.tar" is a hard link, to \.\/shared\. Pack it without links/,
      ],
      [
        'a hard link in place of the manifest',
        'manifest.json',
        { type: 'link', linkname: './shared' },
        /"manifest.json" is a hard link/,
      ],
      [
        'an absolute link',
        'a0/layer.tar',
        { type: 'symlink', linkname: '/shared' },
        /is an absolute link, to \/shared\. Pack it without links/,
      ],
    ])('says that it has %s', async (_, name, link, message) => {
      const body = await repacked({ [name]: link });
      expect((await reception.refusal(body))?.message).toMatch(message);
    });

    it('takes hard links that nothing needs', async () => {
      const layout = new TestLayout();
      layout.name(layout.image());
      const body = await repacked(
        { extra: { type: 'link', linkname: './shared' } },
        { ...layout.entries(), extra: Buffer.from('') },
      );
      expect((await reception.receive(body)).names).toEqual([NAME]);
    });
  });

  it('stops at the limit, whatever the archive unpacks to', async () => {
    const archive = await tarOf({
      ...dockerSave({ layers: [Buffer.alloc(20 * 2 ** 20)] }),
    });
    for (const body of [
      archive,
      gzipSync(archive),
      zstdCompressSync(archive),
    ]) {
      expect(
        await reception.refusal(body, { maxBytes: 3 * 2 ** 20 }),
      ).toMatchObject({
        name: 'PayloadTooLargeError',
        message:
          'The archive takes more than 3 MiB uncompressed, the maximum for an import (pyk8sLab.images.maxArchive).',
      });
    }
    const small = await tarOf(dockerSave());
    await reception.receive(small, { maxBytes: small.length });
    await reception.clear();
    expect(
      await reception.refusal(small, { maxBytes: small.length - 1 }),
    ).toMatchObject({ name: 'PayloadTooLargeError' });
  });

  it('keeps no archive in memory', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const memory = () => {
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const archive = testImageArchive({ layerBytes: [200 * 2 ** 20] });
    const before = memory();
    let looked = 0;
    let most = 0;
    const { sizeBytes } = await reception.receive(archive.open(), {
      onProgress: bytes => {
        if (bytes - looked > 20 * 2 ** 20) {
          looked = bytes;
          most = Math.max(most, memory() - before);
        }
      },
    });
    expect(sizeBytes).toBe(archive.sizeBytes);
    expect(looked).toBeGreaterThan(150 * 2 ** 20);
    expect(most).toBeLessThan(64 * 2 ** 20);
  });

  it('ends at once on abort, with the reason', async () => {
    for (const compress of [(body: Buffer) => body, gzipSync]) {
      const body = new PassThrough();
      const whole = compress(
        await buffer(testImageArchive({ layerBytes: [500_000] }).open()),
      );
      const controller = new AbortController();
      const reason = new Error('enough');
      const refusal = reception.refusal(body, {
        signal: controller.signal,
        onProgress: bytes => {
          if (bytes >= 100_000) {
            controller.abort(reason);
          }
        },
      });
      body.write(whole.subarray(0, 120_000));
      expect(await refusal).toBe(reason);
      expect(body.destroyed).toBe(true);
    }
  });

  it('ends on abort while no data arrives', async () => {
    const whole = await buffer(testImageArchive().open());
    for (const compress of [(body: Buffer) => body, gzipSync]) {
      const body = new PassThrough();
      const controller = new AbortController();
      const reason = new Error('nothing has come');
      const refusal = reception.refusal(body, { signal: controller.signal });
      body.write(compress(whole).subarray(0, 900));
      setImmediate(() => controller.abort(reason));
      expect(await refusal).toBe(reason);
    }
  });

  it('does not begin when it has been told to end', async () => {
    const reason = new Error('enough');
    const body = new PassThrough();
    expect(
      await reception.refusal(body, { signal: AbortSignal.abort(reason) }),
    ).toBe(reason);
    expect(body.destroyed).toBe(true);
  });

  it('ends when the sender has gone', async () => {
    const whole = await buffer(testImageArchive().open());
    for (const compress of [(body: Buffer) => body, gzipSync]) {
      const error = new Error('aborted');
      const failing = new PassThrough();
      const failed = reception.refusal(failing);
      failing.write(compress(whole).subarray(0, 900));
      setImmediate(() => failing.destroy(error));
      expect(await failed).toBe(error);

      const closing = new PassThrough();
      const closed = reception.refusal(closing);
      closing.write(compress(whole).subarray(0, 900));
      setImmediate(() => closing.destroy());
      expect(await closed).toMatchObject({
        code: 'ERR_STREAM_PREMATURE_CLOSE',
      });
    }
  });

  it('bears a source that fails after it has been refused', async () => {
    const body = new PassThrough();
    const refusal = reception.refusal(body);
    body.write('this is no archive'.repeat(100));
    expect((await refusal)?.name).toBe('InputError');
    expect(body.destroyed).toBe(true);
    expect(() => body.emit('error', new Error('late'))).not.toThrow();
  });

  it('says so where Node.js knows no Zstandard', async () => {
    const body = zstdCompressSync(await tarOf(dockerSave()));
    const { createZstdDecompress: value } = zlib;
    const define = (property: { value: unknown }) =>
      Object.defineProperty(zlib, 'createZstdDecompress', {
        configurable: true,
        ...property,
      });
    define({ value: undefined });
    try {
      expect(await reception.refusal(body)).toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(/Node.js 22.15 or newer/),
      });
    } finally {
      define({ value });
    }
  });

  it.each<[string, (body: Buffer) => Promise<Buffer>]>([
    ['an archive', body => withWindow(body, 28)],
    [
      'a layer',
      async () =>
        tarOf({
          ...dockerSave(),
          'a0/layer.tar': await withWindow(layerOf('one'), 28),
        }),
    ],
  ])('refuses %s whose window takes too much memory', async (_what, make) => {
    const error = await reception.refusal(
      await make(await tarOf(dockerSave())),
    );
    expect(error).toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/128 MiB.*again without --long/),
    });
  });

  it('takes the largest window that zstd reads without being asked to', async () => {
    const body = await withWindow(await tarOf(dockerSave()), 27);
    expect((await reception.receive(body)).names).toEqual([NAME]);
  });

  // What belongs to the next entry is held in memory until it has come whole.
  it.each([
    ['a pax header', 'x'],
    ['a pax header for all entries', 'g'],
    ['a long name', 'L'],
    ['a long link', 'K'],
  ])('does not wait for %s that is said to be huge', async (_what, type) => {
    for (const before of [[], [await tarOf(dockerSave())]]) {
      // Without the end of the archive, so that something may follow.
      const entries = before.map(tar => tar.subarray(0, tar.length - 1024));
      let given = 0;
      const endless = Readable.from(
        (function* pieces() {
          yield Buffer.concat([...entries, headerOf(type, 500 * 2 ** 20)]);
          for (; given < 500 * 2 ** 20; given += 65_536) {
            yield Buffer.alloc(65_536, 'x');
          }
        })(),
        { objectMode: false },
      );
      expect(await reception.refusal(endless)).toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(
          before.length > 0 ? /cannot be read/ : /not an image archive/,
        ),
      });
      expect(given).toBeLessThan(2 ** 20);
    }
  });

  it('leaves alone what is there already', async () => {
    await writeFile(reception.path, 'mine');
    const body = await tarOf(dockerSave());
    await expect(reception.receive(body)).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(`${await reception.content()}`).toBe('mine');
  });

  it('takes a configuration by the name that crane gives it', async () => {
    const layer = layerOf('one');
    const config = configOf([layer]);
    const entries = {
      [`sha256:${hexOf(config)}`]: config,
      'layer.tar.gz': gzipSync(layer),
      'manifest.json': json([
        {
          Config: `sha256:${hexOf(config)}`,
          RepoTags: ['app:1.0'],
          Layers: ['layer.tar.gz'],
        },
      ]),
    };
    const { images } = await reception.receive(
      inPieces(await tarOf(entries), 333),
    );
    expect(images).toMatchObject([{ id: `sha256:${hexOf(config)}` }]);
  });
});

/** Compressed as a stream of unknown length, whose window is as it was asked for. */
async function withWindow(body: Buffer, log: number): Promise<Buffer> {
  const compress = createZstdCompress({
    params: { [constants.ZSTD_c_windowLog]: log },
  });
  compress.write(body);
  compress.end();
  return buffer(compress);
}

/** The header of a tar entry of some type that is said to be so large. */
function headerOf(type: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(512);
  header.write('header');
  header.write('0000644\0', 100);
  header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write(`${' '.repeat(8)}${type}`, 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((a, b) => a + b, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
