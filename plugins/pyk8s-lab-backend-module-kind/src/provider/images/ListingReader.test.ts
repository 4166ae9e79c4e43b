import { contentsOf } from './imageContent';
import { isImageName } from './imageNames';
import { ListingReader } from './ListingReader';
import { MAX_BLOB_BYTES } from './nodeListing';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const base64 = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64');
const MARKED = 'pyk8s-lab/imported=2026-12-01T09:00:00.000Z_';

const LISTING = `machine aarch64
snapshotter native
snapshotter overlayfs
image docker.io/library/app:1                  application/vnd.oci.image.index.v1+json              ${digest(
  'a',
)} 3.6 KiB   linux/amd64,linux/arm64 io.cri-containerd.image=managed,${MARKED}${digest(
  'a',
)} \r
image docker.io/library/moved:1 application/x ${digest(
  'b',
)} 1 B - ${MARKED}${digest('a')}
image pyk8s-lab.invalid/before-1/x:kept application/x ${digest(
  'a',
)} 1 B - ${MARKED}${digest('a')}
image ${digest('d')} application/x ${digest('b')} 1 B - -
image a line that is none
content ${digest('a')} ${base64({
  manifests: [
    { digest: digest('e'), platform: { os: 'linux', architecture: 'amd64' } },
    {
      digest: digest('b'),
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
    },
  ],
})}
content ${digest('b')} ${base64({
  config: { digest: digest('f') },
  layers: [{ size: 10 }, { size: 'many' }, null, { size: 5 }],
})}
content ${digest('c')} bm8ganNvbg==
content ${digest('e')}
`;

const MIB = 2 ** 20;
const NODE = 'lab-abc-worker';
const TOO_MUCH = `The node ${NODE} has more images than can be listed`;

async function read(text: string | Buffer, pieceBytes: number = 65_536) {
  const reader = new ListingReader(NODE);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await reader.write(bytes.subarray(at, at + pieceBytes));
  }
  return reader.end();
}

const row = (name: string, target = digest('a'), labels = '-') =>
  `image ${name} application/x ${target} 1 B - ${labels}\n`;
const blob = (target: string, content: string) =>
  `content ${target} ${Buffer.from(content).toString('base64')}\n`;

describe('ListingReader', () => {
  const whole = LISTING.replaceAll('\r', '');

  it('knows the node', async () => {
    expect(await read(whole)).toMatchObject({
      platform: 'linux/arm64',
      snapshotter: 'native',
    });
  });

  it('knows what names stand for, and which of them people have brought', async () => {
    const listing = await read(whole);
    expect([...listing.rows.values()]).toEqual([
      {
        name: 'docker.io/library/app:1',
        target: digest('a'),
        managed: true,
        mark: { at: '2026-12-01T09:00:00.000Z', target: digest('a') },
      },
      // It stands for another content since.
      {
        name: 'docker.io/library/moved:1',
        target: digest('b'),
        managed: false,
      },
      {
        name: 'pyk8s-lab.invalid/before-1/x:kept',
        target: digest('a'),
        managed: false,
      },
      { name: digest('d'), target: digest('b'), managed: false },
    ]);
    expect([...listing.rows.keys()].filter(isImageName)).toEqual([
      'docker.io/library/app:1',
      'docker.io/library/moved:1',
    ]);
  });

  it.each([
    ['an image', digest('b'), { id: digest('f'), sizeBytes: 15 }],
    ['an index', digest('a'), { id: digest('f'), sizeBytes: 15 }],
    ['what is no manifest', digest('c'), undefined],
    ['what is not there', digest('e'), undefined],
    ['what is unknown', digest('9'), undefined],
  ])('finds what %s is for the node', async (_, target, expected) => {
    expect(contentsOf(await read(whole))(target)).toEqual(expected);
  });

  it('is not a listing without the node', async () => {
    await expect(read('sh: ctr: not found')).rejects.toThrow(
      `The node ${NODE} does not say what images it has`,
    );
  });

  it.each([1, 7, 1_000])(
    'reads the same from pieces of %i bytes',
    async pieceBytes => {
      expect(await read(whole, pieceBytes)).toEqual(await read(whole));
    },
  );

  it('reads a blob that is as long as may be', async () => {
    const manifest = JSON.stringify({ config: { digest: digest('f') } });
    const longest = manifest.padEnd(MAX_BLOB_BYTES);
    const text = `machine x86_64\n${blob(digest('a'), longest)}`;

    expect(contentsOf(await read(text))(digest('a'))).toEqual({
      id: digest('f'),
      sizeBytes: 0,
    });
    await expect(
      read(
        `machine x86_64\n${blob(digest('a'), `${longest}${' '.repeat(99)}`)}`,
      ),
    ).rejects.toThrow(TOO_MUCH);
  });

  it.each([
    ['lines that are empty', '\n'.repeat(20_001)],
    [
      'rows',
      Array.from({ length: 2_001 }, (_, at) => row(`x/y:${at}`)).join(''),
    ],
    ['blobs', blob(digest('a'), '[[],[]]'.repeat(50_000)).repeat(10)],
    ['a line without an end', 'x'.repeat(MIB)],
    ['all in all', `${'x'.repeat(65_535)}\n`.repeat(64)],
  ])('refuses too much: %s', async (_, text) => {
    await expect(read(`machine x86_64\n${text}`)).rejects.toThrow(TOO_MUCH);
  });

  it('takes a name again for the same row', async () => {
    const { rows } = await read(
      `machine x86_64\n${row('example.com/x:1').repeat(3_000)}`,
    );

    expect(rows.size).toBe(1);
  });

  it('lets others work while there is much to read', async () => {
    const text = blob(digest('a'), `[${'[],'.repeat(100_000)}[]]`).repeat(8);
    let turns = 0;
    let timer = setImmediate(function count() {
      turns += 1;
      timer = setImmediate(count);
    });

    await read(`machine x86_64\n${text}`, text.length + 100);
    clearImmediate(timer);

    // After each line, since each is long.
    expect(turns).toBeGreaterThanOrEqual(7);
  });

  it('keeps of blobs only what counts', async () => {
    const manifests = Array.from({ length: 5_000 }, (_, at) => ({
      digest: `sha256:${String(at).padStart(64, '0')}`,
      platform: { os: 'linux', architecture: 'amd64', noise: [at] },
    }));
    const { blobs } = await read(
      [
        'machine x86_64\n',
        blob(
          digest('a'),
          JSON.stringify({ manifests: manifests.slice(0, 2_000) }),
        ),
        blob(digest('b'), `[${'[],'.repeat(100_000)}[]]`),
        blob(digest('c'), `${'['.repeat(200_000)}${']'.repeat(200_000)}`),
        blob(
          digest('d'),
          `{"config":{"digest":"${digest('f')}"},"layers":[{"size":${'['.repeat(
            90_000,
          )}${']'.repeat(90_000)}},{"size":1e999},{"size":-1}]}`,
        ),
        blob(digest('e'), `{"config":{"digest":"../../x"}}`),
        `content ../../x ${base64({ config: { digest: digest('f') } })}\n`,
      ].join(''),
    );

    expect([...blobs.keys()]).toEqual([digest('a'), digest('d')]);
    expect(blobs.get(digest('a'))).toEqual({
      content: undefined,
      manifests: manifests.slice(0, 20).map(child => child.digest),
    });
    expect(blobs.get(digest('d'))).toEqual({
      content: { id: digest('f'), sizeBytes: Number.MAX_SAFE_INTEGER },
      manifests: [],
    });
  });

  it('takes no words of a node as arguments that are none', async () => {
    const listing = await read(
      [
        'machine --all',
        `machine ${'x'.repeat(65)}`,
        'machine riscv128',
        'snapshotter over layfs',
        'snapshotter --x',
        row('x'.repeat(1_001)),
        row(
          'example.com/x:1',
          digest('a'),
          `pyk8s-lab/imported=2026-12-01T${'0'.repeat(1_000)}Z_${digest('a')}`,
        ),
      ].join('\n'),
    );

    expect(listing).toMatchObject({
      platform: 'linux/riscv128',
      snapshotter: 'overlayfs',
    });
    expect([...listing.rows.values()]).toEqual([
      { name: 'example.com/x:1', target: digest('a'), managed: false },
    ]);
  });
});
