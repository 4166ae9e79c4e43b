import { strictEqual } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { createGunzip, gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { LeftOut } from './LeftOut';
import type { LogArchiveContent } from './LogArchive';
import { writeLogArchive, type LogArchiveTarget } from './writeLogArchive';

const MIB = 2 ** 20;
const MTIME = new Date('2026-11-20T10:00:00Z');
const NEVER = new Promise<never>(() => undefined);

async function* iterate<T>(...items: T[]): AsyncGenerator<T, void> {
  yield* items;
}

/** What is in an archive, by name. */
async function contentOf(archive: Buffer) {
  const files: Record<string, string> = {};
  const mtimes: Record<string, Date> = {};
  const entries = Readable.from([gunzipSync(archive)]).pipe(extract());
  for await (const entry of entries) {
    expect(files).not.toHaveProperty([entry.header.name]);
    mtimes[entry.header.name] = entry.header.mtime;
    files[entry.header.name] = await text(Readable.from(entry));
  }
  return { files, mtimes };
}

/** The files below a directory that this process has open, where one can see that. */
function openBelow(directory: string): string[] {
  const descriptors = '/proc/self/fd';
  if (!existsSync(descriptors)) {
    return [];
  }
  return readdirSync(descriptors).flatMap(descriptor => {
    try {
      const file = readlinkSync(join(descriptors, descriptor));
      return file.startsWith(directory) ? [file] : [];
    } catch {
      // The one that the listing itself had open.
      return [];
    }
  });
}

describe('writeLogArchive', () => {
  let base: string;
  let temporaryFiles: string;
  let cluster: string;

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'archive-test-'));
    temporaryFiles = join(base, 'temporaryFiles');
    cluster = join(base, 'cluster');
    mkdirSync(temporaryFiles);
    mkdirSync(cluster);
  });

  afterEach(() => {
    // Whatever came of it.
    strictEqual(readdirSync(temporaryFiles).join(), '');
    strictEqual(openBelow(base).join(), '');
    rmSync(base, { recursive: true });
  });

  const aFile = (path: string, content: string | Buffer) => {
    const file = join(cluster, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
    utimesSync(file, MTIME, MTIME);
    return file;
  };

  const aLab = (
    change: Partial<LogArchiveContent> = {},
  ): LogArchiveContent => ({
    name: 'demo',
    lab: { id: '1', name: 'demo' },
    events: iterate({ type: 'lab.created' }, { type: 'lab.running' }),
    runs: [
      { attempt: 1, text: iterate('first ', 'run\n') },
      { attempt: 1, text: iterate('taken up again\n') },
      { attempt: 2, text: iterate('second attempt\n') },
    ],
    cluster: async () => ({ directory: cluster, truncated: false }),
    ...change,
  });

  const targetOf = (
    output: Writable,
    change: Partial<LogArchiveTarget> = {},
  ): LogArchiveTarget => ({
    output,
    temporaryFiles,
    maxBytes: MIB,
    signal: new AbortController().signal,
    ...change,
  });

  const write = async (
    content: LogArchiveContent,
    change: Partial<LogArchiveTarget> = {},
  ) => {
    const output = new PassThrough();
    const [result, archive] = await Promise.all([
      writeLogArchive(content, targetOf(output, change)),
      buffer(output),
    ]);
    return { result, archive, ...(await contentOf(archive)) };
  };

  it('has everything, in order, with a README first', async () => {
    aFile('kind-version.txt', 'kind v1');
    aFile('b-node/journal.log', 'of b');
    aFile('a-node/pods/x/0.log', 'of x');
    aFile('a-node/kubelet.log', 'of a');
    aFile('a-node/empty.log', '');

    const { files, mtimes, result, archive } = await write(aLab());

    expect(Object.keys(files)).toEqual([
      'demo/README.txt',
      'demo/lab.json',
      'demo/activity.jsonl',
      'demo/provisioning/attempt-1.log',
      'demo/provisioning/attempt-1-2.log',
      'demo/provisioning/attempt-2.log',
      'demo/cluster/kind-version.txt',
      'demo/cluster/a-node/empty.log',
      'demo/cluster/a-node/kubelet.log',
      'demo/cluster/a-node/pods/x/0.log',
      'demo/cluster/b-node/journal.log',
    ]);
    expect(files['demo/README.txt']).toContain('lab "demo"');
    expect(JSON.parse(files['demo/lab.json'])).toEqual({
      id: '1',
      name: 'demo',
    });
    expect(files['demo/activity.jsonl']).toBe(
      '{"type":"lab.created"}\n{"type":"lab.running"}\n',
    );
    expect(files['demo/provisioning/attempt-1.log']).toBe('first run\n');
    expect(files['demo/provisioning/attempt-1-2.log']).toBe('taken up again\n');
    expect(files['demo/cluster/a-node/pods/x/0.log']).toBe('of x');
    expect(mtimes['demo/cluster/a-node/pods/x/0.log']).toEqual(MTIME);
    expect(result).toEqual({ bytes: archive.byteLength, truncated: false });
  });

  it("is unpacked by the system's tar, with odd and long names", async () => {
    const odd = 'ä\n\u202e"*? \\x'.normalize('NFC');
    const long = `${'é'.repeat(115)}.log`;
    aFile(join('node', odd, long), 'odd');
    aFile(join('node', 'a'.repeat(120), `${'b'.repeat(200)}.log`), 'long');
    aFile('node/...', 'dots');
    aFile('node/a:b', 'first');
    aFile('node/a|b', 'second');
    const { archive } = await write(aLab({ name: '../../etc' }));
    const unpacked = join(base, 'unpacked');
    mkdirSync(unpacked);

    execFileSync('tar', ['-xzf', '-', '-C', unpacked], { input: archive });

    const root = '.._.._etc';
    expect(readdirSync(unpacked)).toEqual([root]);
    const node = join(unpacked, root, 'cluster', 'node');
    const content = (...path: string[]) =>
      readFileSync(join(node, ...path), 'utf8');
    expect(readdirSync(node).sort()).toEqual(
      ['___', 'a_b', 'a_b~2', 'a'.repeat(120), 'ä_____ _x'].sort(),
    );
    expect(content('___')).toBe('dots');
    expect([content('a_b'), content('a_b~2')]).toEqual(['first', 'second']);
    expect(content('ä_____ _x', long)).toBe('odd');
    expect(content('a'.repeat(120), `${'b'.repeat(200)}.log`)).toBe('long');
  });

  it.each([
    ['lab.json', 0, ['README.txt', 'TRUNCATED.txt']],
    [
      'activity.jsonl',
      6_000,
      ['README.txt', 'lab.json', 'activity.jsonl', 'TRUNCATED.txt'],
    ],
    [
      'provisioning/attempt-1.log',
      50_000,
      [
        'README.txt',
        'lab.json',
        'activity.jsonl',
        'provisioning/attempt-1.log',
        'TRUNCATED.txt',
      ],
    ],
    [
      'cluster/node/0.log',
      250_000,
      [
        'README.txt',
        'lab.json',
        'activity.jsonl',
        'provisioning/attempt-1.log',
        'cluster/a.log',
        'cluster/node/0.log',
        'TRUNCATED.txt',
      ],
    ],
  ])('is cut at %s when there is no more room', async (cut, room, names) => {
    aFile('a.log', 'a');
    aFile('node/0.log', 'x'.repeat(200_000));
    for (let index = 1; index < 200; index++) {
      aFile(`node/${index}.log`, 'more');
    }
    const event = { message: 'x'.repeat(300) };
    const maxBytes = LeftOut.MOST_BYTES + room;

    const { files, result, archive } = await write(
      aLab({
        events: iterate(...Array.from({ length: 100 }, () => event)),
        runs: [{ attempt: 1, text: iterate('y'.repeat(50_000)) }],
      }),
      { maxBytes },
    );

    expect(Object.keys(files)).toEqual(names.map(name => `demo/${name}`));
    expect(result.truncated).toBe(true);
    const truncated = files['demo/TRUNCATED.txt'];
    expect(truncated).toContain(`demo/${cut}: `);
    expect(truncated).toMatch(
      cut.startsWith('cluster') ? /and 1\d\d more/ : /- cluster: no room/,
    );
    expect(gunzipSync(archive).byteLength).toBeLessThanOrEqual(
      Math.max(maxBytes, LeftOut.MOST_BYTES + 4_000),
    );
    // Whole lines only.
    files['demo/activity.jsonl']
      ?.trimEnd()
      .split('\n')
      .forEach(line => expect(JSON.parse(line)).toEqual(event));
  });

  it('is never longer than it may be, wherever it is cut', async () => {
    for (let index = 0; index < 20; index++) {
      aFile(
        `node/${'é'.repeat(index * 5)}-${index}.log`,
        'z'.repeat(index * 97),
      );
    }
    for (let room = 4_096; room < 60_000; room += 701) {
      const maxBytes = LeftOut.MOST_BYTES + room;
      const { archive } = await write(aLab(), { maxBytes });
      expect(gunzipSync(archive).byteLength).toBeLessThanOrEqual(maxBytes);
    }
  });

  it('requests no more from the cluster than fits', async () => {
    const asked: number[] = [];

    const { files, result } = await write(
      aLab({
        cluster: async ({ maxBytes }) => {
          asked.push(maxBytes);
          return { directory: cluster, truncated: true };
        },
      }),
    );

    expect(asked).toHaveLength(1);
    expect(asked[0]).toBeLessThan(MIB - LeftOut.MOST_BYTES);
    expect(asked[0]).toBeGreaterThan(MIB - LeftOut.MOST_BYTES - 10_000);
    expect(result.truncated).toBe(true);
    expect(files['demo/TRUNCATED.txt']).toContain('- cluster: has more logs');
  });

  it('skips what is not a file, and says so', async () => {
    writeFileSync(join(base, 'secret'), 'secret');
    symlinkSync(join(base, 'secret'), join(cluster, 'link.log'));
    symlinkSync(base, join(cluster, 'folder'));
    execFileSync('mkfifo', [join(cluster, 'pipe')]);
    // A name that is not UTF-8.
    execFileSync('sh', [
      '-c',
      'printf x > "$1/$(printf "a\\377b")"',
      'sh',
      cluster,
    ]);
    execFileSync('sh', ['-c', 'mkdir "$1/$(printf "d\\377")"', 'sh', cluster]);
    aFile('ok.log', 'fine');

    const { files } = await write(aLab());

    expect(Object.keys(files).filter(name => /cluster/.test(name))).toEqual([
      'demo/cluster/ok.log',
    ]);
    const truncated = files['demo/TRUNCATED.txt'];
    expect(truncated).toContain('- cluster/link.log: is not a file');
    expect(truncated).toContain('- cluster/folder: is not a file');
    expect(truncated).toContain('- cluster/pipe: is not a file');
    expect(truncated).toContain('- demo/cluster/a_b: cannot be read');
    expect(truncated).toContain('- cluster/d_: cannot be read');
  });

  it('stays whole when a file gets shorter or longer meanwhile', async () => {
    const shorter = aFile('a-shorter.log', randomBytes(5 * MIB));
    const longer = aFile('b-longer.log', 'l'.repeat(5 * MIB));
    aFile('c.log', 'after');
    const output = new PassThrough();
    let writing: ReturnType<typeof writeLogArchive> | undefined;
    await new Promise<void>(resolve => {
      writing = writeLogArchive(
        aLab(),
        targetOf(output, {
          maxBytes: 40 * MIB,
          // It is in the midst of the first file then, and stays there, as nobody
          // reads on.
          onSent: bytes => bytes > 16_384 && resolve(),
        }),
      );
    });
    truncateSync(shorter, 1_000);
    writeFileSync(longer, 'more', { flag: 'a' });
    const archive = await buffer(output);
    const result = await writing;

    const { files } = await contentOf(archive);
    expect(result?.truncated).toBe(true);
    expect(files['demo/TRUNCATED.txt']).toContain('a-shorter.log: got shorter');
    expect(files['demo/cluster/a-shorter.log'].endsWith('\0')).toBe(true);
    // No expression is matched against so much: it could exceed the stack.
    const grown = files['demo/cluster/b-longer.log'];
    expect(grown.endsWith('lmore')).toBe(true);
    expect(new Set(grown.slice(0, -'more'.length))).toEqual(new Set('l'));
    expect(files['demo/cluster/c.log']).toBe('after');
  });

  it('sends what the portal has before the cluster has answered', async () => {
    const output = new PassThrough();
    let answer = (_files: { directory: string; truncated: boolean }) => {};
    const writing = writeLogArchive(
      aLab({
        cluster: () =>
          new Promise(resolve => {
            answer = resolve;
          }),
      }),
      targetOf(output),
    );

    const entries: string[] = [];
    const archive = output.pipe(createGunzip()).pipe(extract());
    for await (const entry of archive) {
      entries.push(entry.header.name);
      entry.resume();
      if (entry.header.name.endsWith('attempt-2.log')) {
        answer({ directory: cluster, truncated: false });
      }
    }
    await writing;
    expect(entries).toHaveLength(6);
  });

  it('says why the logs of the cluster are not there', async () => {
    const { files, result } = await write(
      aLab({
        cluster: async () => {
          throw new Error('The cluster does not run: resume it.');
        },
      }),
    );

    expect(files['demo/cluster/NOT-EXPORTED.txt']).toContain('resume it');
    expect(result.clusterError?.message).toBe(
      'The cluster does not run: resume it.',
    );
  });

  it('takes no more than is read', async () => {
    for (let index = 0; index < 32; index++) {
      aFile(`${String(index).padStart(2, '0')}.log`, randomBytes(MIB));
    }
    let received = 0;
    let mostAhead = 0;
    const slow = new Writable({
      write(chunk, _encoding, done) {
        received += chunk.byteLength;
        for (const file of openBelow(cluster)) {
          const ahead = parseInt(basename(file), 10) * MIB - received;
          mostAhead = Math.max(mostAhead, ahead);
        }
        setImmediate(done);
      },
    });

    const { bytes } = await writeLogArchive(
      aLab(),
      targetOf(slow, { maxBytes: 40 * MIB }),
    );

    expect(bytes).toBe(received);
    expect(received).toBeGreaterThan(32 * MIB);
    expect(mostAhead).toBeLessThan(2 * MIB);
  });

  describe('when it is aborted', () => {
    const reason = new Error('nobody wants it any more');
    const stuck = (): Writable =>
      new Writable({ highWaterMark: 1, write: () => undefined });
    const hanging = <T>(first: T): AsyncIterable<T> => ({
      async *[Symbol.asyncIterator]() {
        yield first;
        await NEVER;
      },
    });

    it.each<[string, Partial<LogArchiveContent>]>([
      ['events', { events: hanging({ type: 'x' }) }],
      ['a run', { runs: [{ attempt: 1, text: hanging('x') }] }],
    ])('ends at once while it waits for %s', async (_, change) => {
      const controller = new AbortController();
      const output = new PassThrough();
      const writing = writeLogArchive(
        aLab(change),
        targetOf(output, { signal: controller.signal }),
      );
      setTimeout(() => controller.abort(reason), 50);

      await expect(writing).rejects.toBe(reason);

      expect(output.destroyed).toBe(true);
    });

    it('ends when the cluster gathers no more, and its reader at once', async () => {
      const controller = new AbortController();
      const output = new PassThrough();
      let end = () => {};
      const ended = new Promise<never>((_, reject) => {
        end = () => reject(new Error('ended'));
      });
      let hasEnded = false;
      const writing = writeLogArchive(
        aLab({
          cluster: () => {
            setImmediate(() => controller.abort(reason));
            return ended;
          },
        }),
        targetOf(output, { signal: controller.signal }),
      ).finally(() => {
        hasEnded = true;
      });

      await new Promise(resolve => output.once('close', resolve));
      expect(hasEnded).toBe(false);
      end();

      await expect(writing).rejects.toBe(reason);
    });

    it('ends at once while it is not read', async () => {
      aFile('large.log', Buffer.alloc(8 * MIB, 'x'));
      const controller = new AbortController();
      const output = stuck();
      const writing = writeLogArchive(
        aLab(),
        targetOf(output, { signal: controller.signal, maxBytes: 20 * MIB }),
      );
      setTimeout(() => controller.abort(reason), 50);

      await expect(writing).rejects.toBe(reason);

      expect(output.destroyed).toBe(true);
    });

    it('begins nothing when it was aborted before', async () => {
      const output = new PassThrough();

      await expect(
        writeLogArchive(
          aLab(),
          targetOf(output, { signal: AbortSignal.abort(reason) }),
        ),
      ).rejects.toBe(reason);
    });
  });

  it('aborts the export, and ends, when the reader goes', async () => {
    const output = new PassThrough();
    let told: AbortSignal | undefined;
    const writing = writeLogArchive(
      aLab({
        cluster: ({ signal }) => {
          told = signal;
          setImmediate(() => output.destroy());
          return new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          });
        },
      }),
      targetOf(output),
    );

    await expect(writing).rejects.toMatchObject({
      code: 'ERR_STREAM_PREMATURE_CLOSE',
    });
    expect(told?.aborted).toBe(true);
  });

  it('fails, and the reader with it, when the portal cannot read its own', async () => {
    const failure = new Error('the database is gone');
    const output = new PassThrough();
    output.on('error', () => undefined);
    const failing = async function* fail(): AsyncGenerator<object, void> {
      yield { type: 'x' };
      throw failure;
    };

    await expect(
      writeLogArchive(aLab({ events: failing() }), targetOf(output)),
    ).rejects.toBe(failure);

    expect(output.destroyed).toBe(true);
  });
});
