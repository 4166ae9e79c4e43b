import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const BIN = path.resolve(__dirname, '../../packages/cli/bin/pyk8s');

/** What a command came to. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `pyk8s` in the hands of somebody with a home folder of their own. */
export class Pyk8s {
  readonly home: string;

  static async create(): Promise<Pyk8s> {
    return new Pyk8s(await mkdtemp(path.join(tmpdir(), 'pyk8s-lab-cli-')));
  }

  private constructor(home: string) {
    this.home = home;
  }

  get credentialsFile(): string {
    return path.join(this.home, '.config/pyk8s-lab/credentials.yaml');
  }

  /**
   * Runs a command to its end.
   * @param onText - all that it has written so far, each time that there is more
   */
  async run(
    argv: readonly string[],
    onText: (written: string) => void = () => undefined,
  ): Promise<Ran> {
    const child = spawn(process.execPath, [BIN, ...argv], {
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

  async credentials(): Promise<string> {
    return readFile(this.credentialsFile, 'utf8');
  }

  /** Makes the access token one that is over, or anything else of the file. */
  async changeCredentials(change: (text: string) => string): Promise<void> {
    await writeFile(this.credentialsFile, change(await this.credentials()));
  }

  async remove(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }
}
