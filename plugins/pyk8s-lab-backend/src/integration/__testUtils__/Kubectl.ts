import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { stringify } from 'yaml';

const run = promisify(execFile);

/** A running kubectl, with all that it has printed. */
export interface RunningKubectl {
  readonly process: ChildProcess;
  output(): string;
  /** Looks until something was printed; the test's own time is the limit. */
  printed(what: string | RegExp): Promise<void>;
  /** Settles when it has ended. */
  readonly ended: Promise<number | null>;
}

/** The real kubectl, with a kubeconfig that leads through a portal. */
export class Kubectl {
  readonly directory: string;
  /** Without the settings of the person who runs the tests. */
  readonly #env: NodeJS.ProcessEnv;
  readonly #running = new Set<ChildProcess>();

  /** @param options - server: the URL of a lab's Kubernetes API in a portal; env: more */
  static async create(options: {
    server: string;
    authorityData: string;
    token: string;
    env?: Readonly<Record<string, string>>;
  }): Promise<Kubectl> {
    const directory = await mkdtemp(join(tmpdir(), 'pyk8s-lab-kubectl-'));
    const kubectl = new Kubectl(directory, options.env);
    await writeFile(
      kubectl.kubeconfig,
      stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name: 'lab',
            cluster: {
              server: options.server,
              'certificate-authority-data': options.authorityData,
            },
          },
        ],
        users: [{ name: 'me', user: { token: options.token } }],
        contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'me' } }],
        'current-context': 'lab',
      }),
      { mode: 0o600 },
    );
    return kubectl;
  }

  private constructor(
    directory: string,
    env: Readonly<Record<string, string>> = {},
  ) {
    this.directory = directory;
    this.#env = { PATH: process.env.PATH, HOME: directory, ...env };
  }

  get kubeconfig(): string {
    return join(this.directory, 'kubeconfig');
  }

  /**
   * @returns what it printed
   * @throws Error with what it printed to stderr
   */
  async run(...args: string[]): Promise<string> {
    const { stdout } = await run('kubectl', this.args(args), {
      timeout: 60_000,
      env: this.#env,
    });
    return stdout.trim();
  }

  /** Gives it something to read. */
  async withInput(input: string, ...args: string[]): Promise<string> {
    const running = this.start(...args);
    running.process.stdin?.end(input);
    const code = await running.ended;
    if (code !== 0) {
      throw new Error(running.output());
    }
    return running.output().trim();
  }

  start(...args: string[]): RunningKubectl {
    const child = spawn('kubectl', this.args(args), { env: this.#env });
    this.#running.add(child);
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    let hasEnded = false;
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', code => {
        hasEnded = true;
        this.#running.delete(child);
        resolve(code);
      });
    });
    return {
      process: child,
      output: () => output,
      ended,
      printed: async what => {
        while (!new RegExp(what).test(output)) {
          if (hasEnded) {
            throw new Error(`kubectl ended, and printed only: ${output}`);
          }
          await delay(50);
        }
      },
    };
  }

  args(args: readonly string[]): string[] {
    return [
      `--kubeconfig=${this.kubeconfig}`,
      // Otherwise it asks for what there is, now and then.
      `--cache-dir=${this.directory}`,
      ...args,
    ];
  }

  async remove(): Promise<void> {
    for (const child of this.#running) {
      child.kill();
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}
