import { ListingReader } from './nodeListing';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const image = (change: object = {}) => ({
  id: digest('a'),
  repoTags: ['docker.io/library/app:1'],
  repoDigests: [],
  size: '1024',
  ...change,
});

function read(text: string, pieceBytes = text.length) {
  const reader = new ListingReader('the-node');
  for (let at = 0; at < text.length; at += pieceBytes) {
    reader.write(Buffer.from(text.slice(at, at + pieceBytes)));
  }
  return reader.end();
}

const listing = (images: unknown, machine = 'x86_64') =>
  `${machine}\n${JSON.stringify({ images }, null, 2)}\n`;

describe('the listing of a node', () => {
  it.each([10_000, 7, 1])('is read in pieces of %i bytes', pieceBytes => {
    const images = [
      image({ repoTags: ['docker.io/library/app:1', 'example.com/app:2'] }),
      image({ id: digest('b'), repoTags: ['docker.io/library/b:1'] }),
    ];

    const { ids, ...found } = read(listing(images), pieceBytes);

    expect(found).toEqual({
      platform: 'linux/amd64',
      images: [
        {
          id: digest('a'),
          names: ['docker.io/library/app:1', 'example.com/app:2'],
          sizeBytes: 1024,
        },
        { id: digest('b'), names: ['docker.io/library/b:1'], sizeBytes: 1024 },
      ],
    });
    expect(Object.fromEntries(ids)).toEqual({
      'docker.io/library/app:1': digest('a'),
      'example.com/app:2': digest('a'),
      'docker.io/library/b:1': digest('b'),
    });
  });

  it.each([
    ['aarch64', 'linux/arm64'],
    ['armv7l', 'linux/arm/v7'],
    ['loongarch64', 'linux/loongarch64'],
  ])('reads the machine %s', (machine, platform) => {
    expect(read(listing([], machine)).platform).toBe(platform);
  });

  it.each<[string, object]>([
    ['an id that is no digest', { id: 'sha256:short' }],
    ['an id that is no text', { id: 7 }],
    ['no names', { repoTags: [] }],
    ['names that are no list', { repoTags: { length: 1 } }],
    ['only names that no image can have', { repoTags: ['$(id)', '-x', 3] }],
  ])('omits images with %s', (_, change) => {
    expect(read(listing([image(change), null, 'x'])).images).toEqual([]);
  });

  it.each<[unknown, number]>([
    ['12', 12],
    ['-1', 0],
    ['1e9', 0],
    ['9'.repeat(400), 0],
    [12, 0],
    [undefined, 0],
  ])('reads the size %j', (size, sizeBytes) => {
    expect(read(listing([image({ size })])).images[0].sizeBytes).toBe(
      sizeBytes,
    );
  });

  it.each([
    '',
    'x86_64',
    'x86_64\n',
    'x86_64\nnull',
    'x86_64\n{"images":{}}',
    'x86_64\n{"images":[',
    'x86_64\n["images"]',
    '\n{"images":[]}',
    'x86 64; id\n{"images":[]}',
    `${'x'.repeat(65)}\n{"images":[]}`,
  ])('is invalid: %j', text => {
    expect(() => read(text)).toThrow(
      'The node the-node does not say what images it has.',
    );
  });

  it.each([
    ['bytes', `x86_64\n${' '.repeat(5 * 2 ** 20)}`],
    ['values', `x86_64\n{"images":[${'[],'.repeat(200_000)}[]]}`],
    ['levels', `x86_64\n{"images":${'['.repeat(1_000)}`],
    [
      'names',
      listing([
        image({
          repoTags: Array.from({ length: 2_001 }, (_, n) => `a.b/c:${n}`),
        }),
      ]),
    ],
  ])('is rejected with too many %s', (_, text) => {
    expect(() => read(text, 65_536)).toThrow(
      'The node the-node has more images than can be listed',
    );
  });
});
