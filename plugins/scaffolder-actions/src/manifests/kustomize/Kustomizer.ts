import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { InputError } from '@backstage/errors';
import type { Workspace } from '../Workspace';
import { KustomizationCopy } from './KustomizationCopy';

const run = promisify(execFile);

/** Both are kustomize; kubectl has it built in. */
const PROGRAMS = [
  { name: 'kustomize', verb: 'build' },
  { name: 'kubectl', verb: 'kustomize' },
];

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 10 * 2 ** 20;

/** Nothing listens on the discard port: whatever goes to a proxy goes nowhere. */
const NOWHERE = 'http://127.0.0.1:9';

/** How kustomizations are rendered. */
export interface KustomizeOptions {
  /** The portal's environment. */
  environment: { readonly PATH?: string };
  signal?: AbortSignal;
}

/** Renders kustomizations with the program of this machine. */
export class Kustomizer {
  readonly #options: KustomizeOptions;

  static create(options: KustomizeOptions): Kustomizer {
    return new Kustomizer(options);
  }

  private constructor(options: KustomizeOptions) {
    this.#options = options;
  }

  /**
   * @param folder - a kustomization
   * @returns its objects, as YAML
   * @throws InputError when it cannot be rendered from the workspace alone
   */
  async render(workspace: Workspace, folder: string): Promise<string> {
    const { environment, signal } = this.#options;
    // Nobody else can look into it: mkdtemp makes it 0700.
    const home = await mkdtemp(join(tmpdir(), 'pyk8s-lab-kustomize-'));
    try {
      const copy = await KustomizationCopy.make({
        workspace,
        folder,
        to: home,
        signal,
      });
      const program = await findProgram(environment);
      const { stdout } = await run(program.file, [program.verb, copy.folder], {
        cwd: home,
        // No PATH: it finds no git and no plugins. No network but to nowhere.
        env: {
          HOME: home,
          HTTP_PROXY: NOWHERE,
          HTTPS_PROXY: NOWHERE,
          KUBECONFIG: join(home, 'none'),
        },
        timeout: TIMEOUT_MS,
        killSignal: 'SIGKILL',
        maxBuffer: MAX_OUTPUT_BYTES,
        signal,
      }).catch(error => {
        signal?.throwIfAborted();
        throw new InputError(
          `${workspace.nameOf(folder)} cannot be rendered by ${
            program.name
          }: ${copy.explain(whyOf(error))}`,
        );
      });
      return stdout;
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  }
}

async function findProgram(
  environment: KustomizeOptions['environment'],
): Promise<{ name: string; verb: string; file: string }> {
  const folders = (environment.PATH ?? '').split(delimiter).filter(isAbsolute);
  for (const program of PROGRAMS) {
    for (const folder of folders) {
      const file = join(folder, program.name);
      if (await isExecutable(file)) {
        return { ...program, file };
      }
    }
  }
  throw new InputError(
    'A kustomization needs kustomize, or kubectl, on the PATH of the portal’s backend: have it installed there, or give a folder of plain manifests.',
  );
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function whyOf(error: unknown): string {
  const { stderr, killed, code } = error as {
    stderr?: string;
    killed?: boolean;
    code?: unknown;
  };
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return `it is more than ${MAX_OUTPUT_BYTES / 2 ** 20} MiB.`;
  }
  if (killed) {
    return `it took more than ${TIMEOUT_MS / 1000} seconds.`;
  }
  return lastLine(stderr ?? '');
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .map(line => line.trim())
      // What ends a message of several lines, in kubectl's own log.
      .filter(line => line !== '>')
      .pop()
      ?.replace(/^error: /i, '')
      .slice(0, 500) || 'it printed no reason.'
  );
}
