import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a command came to. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line in the hands of somebody with a home folder of their own. */
export class CommandLine {
  readonly home: string;
  readonly #script: string;

  /** @param script - that Node.js runs */
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
   * @param onText - all that it has written so far, each time that there is more
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
