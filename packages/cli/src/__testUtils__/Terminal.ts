import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { Io } from '../io';
import { run } from '../run';

/** The command line of this repository, as a program. */
const BIN = resolve(__dirname, '../../bin/pyk8s');

/** The result of a command. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** A user's shell, with its own home folder. */
export class Terminal {
  readonly home: string;
  readonly env: Record<string, string>;

  static async create(env: Record<string, string> = {}): Promise<Terminal> {
    return new Terminal(await mkdtemp(join(tmpdir(), 'pyk8s-cli-')), env);
  }

  private constructor(home: string, env: Record<string, string>) {
    this.home = home;
    this.env = { PATH: process.env.PATH ?? '', HOME: home, CI: 'true', ...env };
  }

  get kubeconfig(): string {
    return join(this.home, '.kube', 'config');
  }

  get config(): string {
    return join(this.home, '.config', 'pyk8s-lab');
  }

  /** Runs a command in this process. */
  async run(
    argv: string[],
    options: {
      stdin?: string | Buffer;
      signal?: AbortSignal;
      onError?: (text: string) => void;
      onOutput?: (text: string) => void;
      env?: Record<string, string>;
    } = {},
  ): Promise<Ran> {
    const written = { stdout: '', stderr: '' };
    const collect = (name: 'stdout' | 'stderr') =>
      new Writable({
        decodeStrings: false,
        write(chunk, _encoding, done) {
          written[name] += chunk;
          const tell = name === 'stderr' ? options.onError : options.onOutput;
          tell?.(written[name]);
          done();
        },
      });
    const io: Io = {
      stdin: Readable.from(options.stdin ? [Buffer.from(options.stdin)] : []),
      stdout: collect('stdout'),
      stderr: collect('stderr'),
      program: [process.execPath, BIN],
      env: { ...this.env, ...options.env },
      signal: options.signal ?? new AbortController().signal,
    };
    return { code: await run(argv, io), ...written };
  }

  async remove(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}
