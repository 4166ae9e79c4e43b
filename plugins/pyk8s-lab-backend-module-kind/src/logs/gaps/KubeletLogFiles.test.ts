import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { KubeletLogFiles, type ReadPath } from './KubeletLogFiles';

const directory = {
  node: 'node-1',
  namespace: 'default',
  pod: 'web-0',
  uid: 'u-1',
  container: 'web',
};
const PATH = '/api/v1/nodes/node-1/proxy/logs/pods/default_web-0_u-1/web/';

async function* chunks(...pieces: (string | Uint8Array)[]) {
  for (const one of pieces) {
    yield Buffer.from(one);
  }
}
const rotated = (second: number) => `0.log.20261201-0900${second}`;
const lineAt = (second: number) =>
  `2026-12-01T09:00:${second}.000000000Z stdout F ${second}\n`;
const linked = (names: Iterable<string>) =>
  [...names].map(name => `<a href="${name}">${name}</a>`).join('\n');

describe('KubeletLogFiles', () => {
  let content: Map<string, string | Uint8Array>;
  let asked: string[];
  let read: ReadPath;

  beforeEach(() => {
    asked = [];
    content = new Map<string, string | Uint8Array>([
      [`${rotated(10)}.gz`, gzipSync(lineAt(10))],
      [rotated(20), lineAt(20)],
      ['0.log', lineAt(30)],
    ]);
    read = path => {
      const name = path.slice(PATH.length);
      asked.push(name);
      return chunks(name ? content.get(name) ?? '' : linked(content.keys()));
    };
  });

  const create = (lookMs?: number) =>
    KubeletLogFiles.create(directory, (...args) => read(...args), { lookMs });
  const secondsOf = (files: { begins: bigint }[]) =>
    files.map(({ begins }) => Number(begins / 1_000_000_000n) % 60);

  it('rereads the start of a file only after a rotation', async () => {
    const files = create();
    const [first, , last] = await files.list();
    expect(first).toMatchObject({ isCurrent: false, run: 0 });
    expect(last).toMatchObject({ isCurrent: true, run: 0 });
    const atFirst = asked.length;
    expect(secondsOf(await files.list())).toEqual([10, 20, 30]);
    expect(asked.slice(atFirst)).toEqual(['']);

    content = new Map<string, string | Uint8Array>([
      [`${rotated(20)}.gz`, gzipSync(lineAt(20))],
      [rotated(30), lineAt(30)],
      ['0.log', lineAt(40)],
    ]);
    asked = [];
    expect(secondsOf(await files.list())).toEqual([20, 30, 40]);
    expect(asked).toEqual(['', rotated(30), '0.log', '']);
  });

  it('finds a file that is rotated meanwhile', async () => {
    const calm = read;
    read = (path, options) => {
      if (path.endsWith('/0.log') && !content.has(rotated(30))) {
        content.set(rotated(30), lineAt(30)).set('0.log', lineAt(40));
      }
      return calm(path, options);
    };
    expect(secondsOf(await create().list())).toEqual([10, 20, 30, 40]);
  });

  it('finds a line in a file that was empty', async () => {
    const files = create();
    content.set('0.log', '');
    expect(secondsOf(await files.list())).toEqual([10, 20]);
    content.set('0.log', lineAt(30));
    expect(secondsOf(await files.list())).toEqual([10, 20, 30]);
  });

  it('lists files of other runs of the container', async () => {
    content.set('1.log', lineAt(40));
    expect((await create().list()).map(({ run }) => run)).toEqual([0, 0, 0, 1]);
  });

  it('bounds the files of a directory that changes each time', async () => {
    let lists = 0;
    read = path => {
      const name = path.slice(PATH.length);
      asked.push(name);
      lists += name ? 0 : 1;
      return chunks(
        name
          ? lineAt(10)
          : linked(Array.from({ length: 1_000 }, (_, n) => `${lists}${n}.log`)),
      );
    };
    const files = create();
    await files.list();
    for (let n = 0; n < 50; n++) {
      await expect(files.list()).rejects.toThrow('too many files');
    }
    expect(asked.filter(Boolean)).toHaveLength(100);
  });

  it('bounds reading of a compressed file without content', async () => {
    let sent = 0;
    const calm = read;
    // Blocks of no bytes.
    const blocks = Buffer.from('000000ffff'.repeat(10_000), 'hex');
    const empty: ReadPath = async function* blocksOf(path, options) {
      if (!path.endsWith('.gz')) {
        yield* calm(path, options);
        return;
      }
      yield gzipSync('').subarray(0, 10);
      for (;;) {
        sent += blocks.length;
        yield blocks;
      }
    };
    read = empty;
    await expect(create().list()).rejects.toThrow();
    expect(sent).toBeLessThan(256 * 1024);

    read = calm;
    const files = create();
    const [packed] = await files.list();
    read = empty;
    sent = 0;
    await expect(
      (async () => {
        for await (const chunk of packed.read()) {
          expect(chunk).toHaveLength(0);
        }
      })(),
    ).rejects.toThrow();
    expect(sent).toBeLessThan(65 * 2 ** 20);
  });

  it.each(['', '0.log', `${rotated(10)}.gz`])(
    'has a timeout for a response: %j',
    async slow => {
      const calm = read;
      read = async function* silent(path, options) {
        if (path !== PATH + slow) {
          yield* calm(path, options);
        } else if (options.signal) {
          await once(options.signal, 'abort');
          throw options.signal.reason;
        }
      };
      await expect(create(20).list()).rejects.toThrow();
    },
  );
});
