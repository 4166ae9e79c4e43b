import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { delimiter, dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Ran } from './Terminal';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../../../..');
const PACKAGES = ['packages/cli', 'plugins/pyk8s-lab-common'];

/**
 * The command line as it is published: built, packed, and unpacked into a folder where
 * Node.js finds nothing but its declared dependencies.
 */
export class InstalledCli {
  readonly folder: string;

  static async install(): Promise<InstalledCli> {
    const cli = new InstalledCli(
      await mkdtemp(join(tmpdir(), 'pyk8s-installed-')),
    );
    for (const path of PACKAGES) {
      await cli.#add(join(ROOT, path));
    }
    return cli;
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** The folder with the `pyk8s` executable. */
  get bin(): string {
    return join(this.folder, 'bin', 'pyk8s');
  }

  /** A PATH that begins with that folder. */
  path(rest = process.env.PATH ?? ''): string {
    return [dirname(this.bin), dirname(process.execPath), rest].join(delimiter);
  }

  /** Runs it until it exits. */
  async run(
    argv: string[],
    options: {
      env: Record<string, string>;
      stdin?: string;
      onStart?: (child: ChildProcess) => void;
    },
  ): Promise<Ran> {
    const child = spawn(this.bin, argv, {
      env: { ...options.env, PATH: this.path(options.env.PATH) },
      stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    child.stdin?.end(options.stdin);
    options.onStart?.(child);
    const ended = new Promise<number>((done, reject) => {
      child.once('error', reject);
      child.once('close', code => done(code ?? -1));
    });
    const [stdout, stderr, code] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      ended,
    ]);
    return { code, stdout, stderr };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Installs a package as npm would. */
  async #add(source: string): Promise<void> {
    const archive = join(this.folder, 'package.tgz');
    const env = {
      ...process.env,
      PATH: [
        join(ROOT, 'node_modules/.bin'),
        dirname(process.execPath),
        process.env.PATH,
      ].join(delimiter),
    };
    const options = { cwd: source, env, maxBuffer: 1e8 };
    // Without declarations, which no test uses and which need a type check.
    await run('backstage-cli', ['package', 'build', '--role', 'cli'], options);
    const yarn = await yarnFile();
    await run(process.execPath, [yarn, 'pack', '--out', archive], options);

    const { name } = JSON.parse(
      await readFile(join(source, 'package.json'), 'utf8'),
    );
    const target = join(this.folder, 'node_modules', name);
    await mkdir(target, { recursive: true });
    await run('tar', ['-xzf', archive, '-C', target, '--strip-components=1']);
    const packed = JSON.parse(
      await readFile(join(target, 'package.json'), 'utf8'),
    );
    for (const dependency of Object.keys(packed.dependencies ?? {})) {
      if (!dependency.startsWith('@pyk8s-lab/')) {
        await this.#link(source, dependency);
      }
    }
    if (packed.bin?.pyk8s) {
      await mkdir(dirname(this.bin), { recursive: true });
      await symlink(join(target, packed.bin.pyk8s), this.bin);
    }
  }

  async #link(from: string, dependency: string): Promise<void> {
    const paths = createRequire(join(from, 'package.json')).resolve.paths(
      dependency,
    );
    for (const path of paths ?? []) {
      const found = join(path, dependency);
      const isThere = await readFile(join(found, 'package.json')).then(
        () => true,
        () => false,
      );
      if (isThere) {
        const link = join(this.folder, 'node_modules', dependency);
        await mkdir(dirname(link), { recursive: true });
        await symlink(found, link).catch(error => {
          if (error.code !== 'EEXIST') {
            throw error;
          }
        });
        return;
      }
    }
    throw new Error(`${dependency} is not installed`);
  }
}

async function textOf(stream: Readable | null): Promise<string> {
  return stream ? text(stream) : '';
}

async function yarnFile(): Promise<string> {
  const settings = await readFile(join(ROOT, '.yarnrc.yml'), 'utf8');
  const path = /^yarnPath: (.+)$/m.exec(settings)?.[1] ?? '';
  return join(ROOT, path);
}
