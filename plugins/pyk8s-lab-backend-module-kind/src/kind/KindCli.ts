import { dirname, isAbsolute } from 'node:path';
import {
  CommandError,
  type CommandRunner,
  type RunOptions,
} from './process/CommandRunner';
import { clusterConfig, type ClusterLayout } from './clusterConfig';
import { assertClusterName } from './clusterRefs';
import { withSafeDockerConfig } from './dockerProxies';
import { withoutClosingHint } from './output/closingHint';
import { freeDiskArguments, parseFreeDisk } from './freeDisk';
import { assertUnpacksSafely, UNPACK_SAFELY } from './safeUnpacking';
import {
  removeKubeconfigFiles,
  withKubeconfigFile,
} from './KubeconfigDirectory';
import { createArguments } from './leftoverProcesses';
import { LeftoverCreates, type KindCommandOptions } from './LeftoverCreates';

/** What a cluster is made with. */
export interface CreateClusterOptions {
  readonly name: string;
  /** The node image; kind's own default where there is none. */
  readonly image?: string;
  readonly layout: ClusterLayout;
  /** The network that its nodes are put on. */
  readonly network: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

const VERSION_TIMEOUT_MS = 5_000;
/** A container of a busy Docker takes its time. */
const DF_TIMEOUT_MS = 20_000;
const DELETE_TIMEOUT_MS = 120_000;
/** A cluster that has run for long has many logs. */
const EXPORT_TIMEOUT_MS = 600_000;

/** The kind command. Every value that reaches its command line is checked here. */
export class KindCli {
  readonly #runner: CommandRunner;
  readonly #binary: string;
  readonly #env: RunOptions['env'];
  readonly #leftovers: LeftoverCreates;
  /** Clusters whose create was ended before it was done. */
  readonly #cutShort = new Set<string>();

  constructor(options: KindCommandOptions) {
    this.#runner = options.runner;
    this.#binary = options.binary;
    this.#env = options.env;
    this.#leftovers = new LeftoverCreates(options);
  }

  /**
   * @returns such as `v0.33.0`
   * @throws CommandError, with `not-found` when there is no kind
   */
  async version(): Promise<string> {
    const output = await this.#versionOutput();
    return /\bv\d+\.\d+\.\d+\S*/.exec(output)?.[0] ?? output.trim();
  }

  /**
   * The version of the docker command, which kind calls.
   * @throws CommandError, with `not-found` when there is none
   */
  async dockerVersion(): Promise<string> {
    return this.#runner.run('docker', ['--version'], {
      env: this.#env,
      timeoutMs: VERSION_TIMEOUT_MS,
    });
  }

  /**
   * The free space where Docker keeps containers and volumes, in bytes.
   * @param image - a node image that Docker has
   * @throws CommandError
   */
  async freeDisk(image: string): Promise<number> {
    return parseFreeDisk(
      await this.#runner.run('docker', freeDiskArguments(image), {
        env: this.#env,
        timeoutMs: DF_TIMEOUT_MS,
      }),
    );
  }

  /**
   * Makes the containers and sets the cluster up in them; does not wait until it
   * is ready, of which kind's own waiting would only warn.
   * @throws CommandError with kind's output
   */
  async createCluster(options: CreateClusterOptions): Promise<void> {
    const { name, image, layout, network, timeoutMs, signal, onLine } = options;
    assertClusterName(name);
    this.#cutShort.add(name);
    await withKubeconfigFile(name, async file =>
      this.#runner.run(
        this.#binary,
        [
          // findCreates() knows a create by these words in this order.
          ...createArguments(name).split(' '),
          `--kubeconfig=${file}`,
          '--config=-',
          '--retain=false',
          ...(image ? [`--image=${image}`] : []),
        ],
        {
          env: {
            ...(await withSafeDockerConfig(this.#env, dirname(file))),
            KIND_EXPERIMENTAL_DOCKER_NETWORK: network,
          },
          input: clusterConfig(layout),
          timeoutMs,
          signal,
          onLine: withoutClosingHint(line => {
            if (!isNetworkWarning(line)) {
              onLine(line);
            }
          }),
        },
      ),
    );
    this.#cutShort.delete(name);
  }

  /** @throws CommandError with kind's output */
  async deleteCluster(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<void> {
    assertClusterName(name);
    await withKubeconfigFile(name, file =>
      this.#runner.run(
        this.#binary,
        ['delete', 'cluster', `--name=${name}`, `--kubeconfig=${file}`],
        {
          env: this.#env,
          timeoutMs: DELETE_TIMEOUT_MS,
          signal: options.signal,
        },
      ),
    );
  }

  /**
   * Has kind write the logs of a cluster into a directory. What the nodes give out
   * cannot get out of it.
   *
   * @param directory - an absolute path
   * @throws CommandError with kind's output, also when kind has exported all but one
   *   piece; Error when this kind is too old to be safe
   */
  async exportLogs(
    name: string,
    directory: string,
    options: { signal: AbortSignal },
  ): Promise<void> {
    assertClusterName(name);
    if (!isAbsolute(directory)) {
      throw new Error(`"${directory}" is not an absolute path.`);
    }
    assertUnpacksSafely(await this.#versionOutput(options.signal));
    await this.#runner.run(
      this.#binary,
      ['export', 'logs', directory, `--name=${name}`],
      {
        env: { ...this.#env, ...UNPACK_SAFELY },
        timeoutMs: EXPORT_TIMEOUT_MS,
        signal: options.signal,
      },
    );
  }

  /**
   * Ends what still creates the cluster after the portal that started it was killed:
   * kind runs on in its own process group, and would go on creating containers.
   *
   * @returns true when there was something, or this portal itself has ended a
   *   create: Docker may still finish what kind asked of it
   * @throws Error when it cannot be ended
   */
  async endLeftovers(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<boolean> {
    assertClusterName(name);
    const foundAny = await this.#leftovers.end(name, options);
    const wasCutShort = this.#cutShort.delete(name);
    await removeKubeconfigFiles(name);
    return foundAny || wasCutShort;
  }

  /** False where there is no `ps`, such as in a slim container. */
  async canSeeProcesses(): Promise<boolean> {
    return this.#leftovers.canSeeProcesses();
  }

  async #versionOutput(signal?: AbortSignal): Promise<string> {
    return this.#runner.run(this.#binary, ['version'], {
      env: this.#env,
      timeoutMs: VERSION_TIMEOUT_MS,
      signal,
    });
  }
}

/** kind warns whenever it is told a network, which is no news to an owner of a lab. */
function isNetworkWarning(line: string): boolean {
  return /^WARNING: (Overriding docker network|Here be dragons)/.test(line);
}

/** True when a command could not be started since it is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof CommandError && error.failure === 'not-found';
}
