import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PYK8S = path.resolve(__dirname, '../../packages/cli/bin/pyk8s');

/** The result of a command. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command-line program of a user with a home folder of their own. */
export class CommandLine {
  readonly home: string;
  readonly #script: string;

  /** @param script - run by Node.js */
  static async create(script: string): Promise<CommandLine> {
    return new CommandLine(script, await CommandLine.makeHome());
  }

  protected static async makeHome(): Promise<string> {
    return mkdtemp(path.join(tmpdir(), 'pyk8s-lab-cli-'));
  }

  protected constructor(script: string, home: string) {
    this.#script = script;
    this.home = home;
  }

  /**
   * Runs a command to its end.
   * @param onText - called with the whole output so far
   */
  async run(
    argv: readonly string[],
    onText: (written: string) => void = () => undefined,
  ): Promise<Ran> {
    const child = spawn(process.execPath, [this.#script, ...argv], {
      env: {
        PATH: process.env.PATH,
        HOME: this.home,
        KUBECONFIG: path.join(this.home, 'kubeconfig'),
        CI: 'true',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', text => {
        written[name] += text;
        onText(written.stdout + written.stderr);
      });
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, ...written };
  }

  async remove(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}

/** The `pyk8s` command of a user. */
export class Pyk8s extends CommandLine {
  static async create(): Promise<Pyk8s> {
    return new Pyk8s(PYK8S, await CommandLine.makeHome());
  }

  get credentialsFile(): string {
    return path.join(this.home, '.config/pyk8s-lab/credentials.yaml');
  }

  async credentials(): Promise<string> {
    return readFile(this.credentialsFile, 'utf8');
  }

  /** Changes the file, such as to expire the access token. */
  async changeCredentials(change: (text: string) => string): Promise<void> {
    await writeFile(this.credentialsFile, change(await this.credentials()));
  }
}
