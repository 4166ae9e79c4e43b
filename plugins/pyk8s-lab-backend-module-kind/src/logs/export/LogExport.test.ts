import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { missing } from '../../__testUtils__/FakeCommandRunner';
import { KindWorld } from '../../__testUtils__/kindWorld';
import { CommandError } from '../../kind/process/CommandRunner';

const ref = { name: 'lab-abc-0001', host: 'local' };
const node = `${ref.name}-control-plane`;
const worker = `${ref.name}-worker`;
const MIB = 2 ** 20;
const GODEBUG = 'tarinsecurepath=0';

type Files = Record<string, string | Buffer>;

function failure(
  reason: 'exit' | 'aborted' | 'timeout',
  output: string = '',
): CommandError {
  return new CommandError({
    failure: reason,
    argv: ['kind', 'export', 'logs'],
    detail: 'failed',
    output,
  });
}

describe('LogExport', () => {
  let world: KindWorld;
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'export-test-'));
    world = new KindWorld();
    world.addContainer(ref.name, 'control-plane', 0, 30_001);
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** Simulates kind's export. */
  const writeAll = (raw: string, files: Files) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(raw, path)), { recursive: true });
      writeFileSync(join(raw, path), content);
    }
  };
  const exporting = (files: Files, error?: (raw: string) => Error) =>
    world.runner.on('kind export', ({ args }) => {
      writeAll(args[2], files);
      if (error) {
        throw error(args[2]);
      }
      return '';
    });
  const run = (
    change: { maxBytes?: number; signal?: AbortSignal } = {},
    { provider } = world,
  ) =>
    provider.can.logs.exportLogs(ref, {
      directory,
      maxBytes: MIB,
      signal: new AbortController().signal,
      ...change,
    });
  const found = () =>
    (readdirSync(directory, { recursive: true }) as string[])
      .filter(path => statSync(join(directory, path)).isFile())
      .sort();
  const read = (path: string) => readFileSync(join(directory, path), 'utf8');

  it('keeps the logs, and no files about the host', async () => {
    exporting({
      'kind-version.txt': 'kind v0.33.0',
      'docker-info.txt': 'Name: host',
      'later-kind-info.json': '{}',
      [`${node}/inspect.json`]: '{}',
      [`${node}/kubernetes-version.txt`]: 'v1.34.4',
      [`${node}/journal.log`]: 'of the node\n',
      [`${node}/journal/0/system.journal`]: 'binary',
      [`${node}/wtmp`]: 'binary',
      [`${node}/containers/x.log`]: 'of x',
      [`${node}/pods/x/0.log`]: 'of x',
      [`${node}/pods/x/0.log.20261121-101500`]: 'before',
      [`${node}/pods/x/0.log.20261121-091500.gz`]: gzipSync('long before'),
      [`${node}/pods/x/0.log.20261121-081500.gz`]: gzipSync(
        Buffer.from('a\n'.repeat(50_000)),
      ).subarray(0, 90),
      [`${node}/pods/x/0.log.20261121-071500.gz`]: 'nothing of the kind',
    });

    expect(await run()).toEqual({ truncated: false });

    expect(found()).toEqual(
      [
        'kind-version.txt',
        `${node}/journal.log`,
        `${node}/kubernetes-version.txt`,
        `${node}/pods/x/0.log`,
        `${node}/pods/x/0.log.20261121-071500`,
        `${node}/pods/x/0.log.20261121-081500`,
        `${node}/pods/x/0.log.20261121-091500`,
        `${node}/pods/x/0.log.20261121-101500`,
      ].sort(),
    );
    expect(read(`${node}/journal.log`)).toBe('of the node\n');
    expect(read(`${node}/pods/x/0.log.20261121-091500`)).toBe('long before');
    expect(read(`${node}/pods/x/0.log.20261121-081500`)).toMatch(/^(a\n)*a?$/);
  });

  it("does not export Docker's messages instead of a stopped node's logs", async () => {
    world.addContainer(ref.name, 'worker', 1, 30_001);
    world.docker.setState(`id-of-${worker}`, 'exited');
    const error = 'Error response from daemon: container 1b2 is not running\n';
    exporting(
      {
        [`${node}/kubelet.log`]: 'of the kubelet\n',
        [`${worker}/kubelet.log`]: error,
        [`${worker}/journal.log`]: error,
        [`${worker}/kubernetes-version.txt`]: error,
        [`${worker}/serial.log`]: 'of the container\n',
      },
      () => failure('exit', `ERROR: ${error}`),
    );

    expect(await run()).toEqual({ truncated: false });

    expect(found()).toEqual(
      [
        'EXPORT-PROBLEMS.txt',
        `${node}/kubelet.log`,
        `${worker}/NODE-STOPPED.txt`,
        `${worker}/serial.log`,
      ].sort(),
    );
    expect(read(`${worker}/NODE-STOPPED.txt`)).toContain(
      'does not run (it is exited)',
    );
  });

  it('reports a node that stops meanwhile', async () => {
    world.addContainer(ref.name, 'worker', 1, 30_001);
    world.runner.on('kind export', ({ args }) => {
      writeAll(args[2], { [`${worker}/journal.log`]: 'Error response' });
      world.docker.setState(`id-of-${worker}`, 'exited');
      return '';
    });

    await run();

    expect(found()).toEqual([`${worker}/NODE-STOPPED.txt`]);
  });

  it('calls kind so that a node cannot write outside of the directory', async () => {
    exporting({ [`${node}/journal.log`]: '' });

    await run();

    const { args, options } = world.runner.ran.at(-1)!;
    expect(args).toEqual([
      'export',
      'logs',
      expect.stringContaining(join(directory, 'raw-')),
      `--name=${ref.name}`,
    ]);
    expect(options.env).toEqual({
      ...world.runner.ran[0].options.env,
      GODEBUG,
    });
  });

  it.each(['kind v0.17.0 go1.19.2 linux/amd64', 'something else'])(
    'does not use "%s" for untrusted archives',
    async version => {
      world.runner.on('kind version', () => version);

      await expect(run()).rejects.toThrow('install kind v0.20.0 or newer');

      expect(world.runner.lines('kind export')).toEqual([]);
      expect(readdirSync(directory)).toEqual([]);
    },
  );

  it('follows no links, and skips unreadable files', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'x.log'), 'outside');
    world.runner.on('kind export', ({ args: [, , raw] }) => {
      writeAll(raw, {
        [`${node}/a.log`]: 'fine',
        [`${node}/b.log.gz`]: gzipSync('twice'),
        [`${node}/b.log`]: 'twice',
      });
      symlinkSync(join(outside, 'x.log'), join(raw, node, 'link.log'));
      symlinkSync(outside, join(raw, node, 'folder'));
      return '';
    });

    expect(await run()).toEqual({ truncated: true });

    expect(found()).toEqual([`${node}/a.log`, `${node}/b.log`]);
    expect(readFileSync(join(outside, 'x.log'), 'utf8')).toBe('outside');
    rmSync(outside, { recursive: true });
  });

  it("removes secrets and the kernel's messages", async () => {
    const long = 'x '.repeat(100_000);
    exporting({
      [`${node}/journal.log`]: [
        'Nov 21 07:14:37 node kubelet[1]: joining with abcdef.0123456789abcdef',
        'Nov  1 07:14:37 node kernel: eth0 of another lab',
        'Nov 21 07:14:37 node env[1]: http://me:hunter2@proxy.example.com:3128',
        `${long}password=hunter2 ${long}`,
        '-----BEGIN RSA PRIVATE KEY-----',
        'MIIEowIBAAKCAQEAcanary',
        '-----END RSA PRIVATE KEY-----',
        'Grüße \u{1f44b}',
      ].join('\n'),
      [`${node}/pods/x/0.log`]: 'F {"line":"{\\"token\\":\\"hunter2\\"}"}',
      [`${node}/odd.log`]: Buffer.from([0xff, 0x00, 0x0a, 0xc3]),
    });

    await run();

    const all = found().map(read).join();
    for (const secret of ['0123456789abcdef', 'hunter2', 'canary', 'eth0']) {
      expect(all).not.toContain(secret);
    }
    const lines = read(`${node}/journal.log`).split('\n');
    expect(lines).toHaveLength(7);
    expect(lines[1]).toContain('http://[redacted]@proxy.example.com:3128');
    expect(lines[2]).toBe(`${long}password=[redacted] ${long}`);
    expect(lines[6]).toBe('Grüße \u{1f44b}');
    expect(readFileSync(join(directory, `${node}/odd.log`))).toEqual(
      Buffer.from([0xff, 0x00, 0x0a, 0xc3]),
    );
  });

  it('keeps files up to the limit, small ones first', async () => {
    exporting({
      [`${node}/a-huge.log`]: 'x'.repeat(3_000),
      [`${node}/b.log`]: 'y'.repeat(400),
      [`${node}/c-large.log`]: 'z'.repeat(1_000),
    });

    expect(await run({ maxBytes: 1_000 })).toEqual({ truncated: true });

    expect(found()).toEqual([`${node}/b.log`, `${node}/c-large.log`]);
    expect(read(`${node}/c-large.log`)).toBe('z'.repeat(600));
  });

  it('ends kind when it writes too much, and keeps the files so far', async () => {
    world.runner.on('kind export', async ({ args: [, , raw], options }) => {
      writeAll(raw, { [`${node}/journal.log`]: 'the first words\n' });
      for (let index = 0; !options.signal?.aborted; index++) {
        writeAll(raw, {
          [`${node}/containers/${index}`]: Buffer.alloc(100_000),
        });
        await delay(1);
      }
      throw failure('aborted');
    });

    expect(await run()).toEqual({ truncated: true });

    expect(found()).toEqual([`${node}/journal.log`]);
    expect(read(`${node}/journal.log`)).toBe('the first words\n');
  });

  it.each([
    ['empty files', (index: number) => `${node}/containers/${index}`],
    ['levels', (index: number) => `${node}/${'x/'.repeat(index % 50)}y`],
  ])('ends kind when it writes too many %s', async (_, pathOf) => {
    let isEnded = false;
    world.runner.on('kind export', async ({ args: [, , raw], options }) => {
      writeAll(raw, { [`${node}/journal.log`]: 'the first words\n' });
      for (let index = 0; !options.signal?.aborted; index++) {
        writeAll(raw, { [pathOf(index)]: '' });
        if (index % 100 === 0) {
          await delay(1);
        }
      }
      isEnded = true;
      throw failure('aborted');
    });

    // More than the size of that many empty files.
    expect(await run({ maxBytes: 1_000 * MIB })).toEqual({ truncated: true });

    expect(isEnded).toBe(true);
    expect(found()).toEqual([`${node}/journal.log`]);
  });

  it('limits the number of files, and reports that there are more', async () => {
    const other = `${ref.name}-worker`;
    exporting({
      [`${node}/journal.log`]: 'of the first\n',
      [`${other}/journal.log`]: 'of the second\n',
      ...Object.fromEntries(
        Array.from({ length: 20_000 }, (_, index) => [
          `${node}/pods/x/${index}`,
          '',
        ]),
      ),
    });

    expect(await run({ maxBytes: 1_000 * MIB })).toEqual({ truncated: true });

    expect(found()).toEqual([`${node}/journal.log`, `${other}/journal.log`]);
  });

  it('reports what kind could not export, without details of the host', async () => {
    exporting({ [`${node}/journal.log`]: 'x' }, raw =>
      failure(
        'exit',
        `Exporting logs to:\nERROR: open ${raw}/x: abcdef.0123456789abcdef is invalid`,
      ),
    );

    expect(await run()).toEqual({ truncated: false });

    expect(found()).toEqual(['EXPORT-PROBLEMS.txt', `${node}/journal.log`]);
    expect(read('EXPORT-PROBLEMS.txt')).toContain(
      'open ./x: [redacted] is invalid',
    );
  });

  it('reports that kind did not finish', async () => {
    exporting({ [`${node}/journal.log`]: 'x' }, () => failure('timeout'));

    await run();

    expect(read('EXPORT-PROBLEMS.txt')).toContain('kind timed out');
  });

  it('fails when nothing could be exported', async () => {
    exporting({ 'kind-version.txt': 'kind' }, () =>
      failure('exit', 'ERROR: unknown cluster'),
    );

    await expect(run()).rejects.toThrow(
      'The logs of the cluster cannot be exported: unknown cluster',
    );
  });

  it('reports a missing kind', async () => {
    world.runner.on('kind version', missing);

    await expect(run()).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
    });
  });

  it('leaves no unredacted files, and throws the reason, when aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    world.runner.on('kind export', ({ args: [, , raw] }) => {
      writeAll(raw, { 'docker-info.txt': 'Name: host' });
      controller.abort(reason);
      throw failure('aborted');
    });

    await expect(run({ signal: controller.signal })).rejects.toBe(reason);
    expect(readdirSync(directory)).toEqual([]);

    world.runner.ran.length = 0;
    await expect(run({ signal: controller.signal })).rejects.toBe(reason);
    expect(world.runner.ran).toEqual([]);
  });

  it.each(['paused', 'exited'])(
    'names the remedy when it is %s',
    async state => {
      world.docker.containers = world.docker.containers.map(container => ({
        ...container,
        state,
      }));

      await expect(run()).rejects.toThrow(
        `does not run: its control plane is ${state}. Its logs can be exported when it is ready.`,
      );
      expect(existsSync(directory)).toBe(true);
    },
  );
});
