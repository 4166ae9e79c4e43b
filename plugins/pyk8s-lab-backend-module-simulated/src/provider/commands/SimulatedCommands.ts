import type {
  ClusterCommand,
  ClusterCommandContext,
  ClusterCommandResult,
  ClusterManifests,
  ClusterRef,
  CommandCapability,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { orAborted, type SimulatedClusters } from '../SimulatedClusters';
import { applyOutput } from './applyOutput';

/** Prints the commands that it is asked to run. */
export class SimulatedCommands implements CommandCapability {
  readonly #clusters: SimulatedClusters;

  constructor(clusters: SimulatedClusters) {
    this.#clusters = clusters;
  }

  async exec(
    ref: ClusterRef,
    command: ClusterCommand,
    { signal, onOutput }: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    await this.#clusters.begin({ verb: 'exec', ref, command }, signal);
    this.#clusters.ready(ref);
    await orAborted(
      () => onOutput('stdout', Buffer.from(commandOutput(command))),
      signal,
    );
    if (isEndless(command)) {
      await orAborted(() => new Promise(() => undefined), signal);
    }
    // A command fails when its cluster stops meanwhile.
    this.#clusters.ready(ref);
    return { exitCode: 0 };
  }

  async apply(
    ref: ClusterRef,
    manifests: ClusterManifests,
    { signal, onOutput }: ClusterCommandContext,
  ): Promise<ClusterCommandResult> {
    await this.#clusters.begin({ verb: 'apply', ref }, signal);
    this.#clusters.ready(ref);
    const { stdout, stderr } = applyOutput(manifests);
    await orAborted(() => onOutput('stdout', Buffer.from(stdout)), signal);
    await orAborted(() => onOutput('stderr', Buffer.from(stderr)), signal);
    this.#clusters.ready(ref);
    return { exitCode: 0 };
  }
}

/** Quoted as in a shell, which shows where each argument ends. */
function quoted(argument: string): string {
  return argument === '' || /[\s"'\\]/.test(argument)
    ? JSON.stringify(argument)
    : argument;
}

function commandOutput({ argv, input }: ClusterCommand): string {
  const line = argv.map(quoted).join(' ');
  const stdin =
    input === undefined
      ? ''
      : ` (with ${Buffer.byteLength(input)} bytes to read)`;
  return `simulated lab: this would run: ${line}${stdin}\n`;
}

/** Whether a command runs until it is cancelled, such as one that watches. */
function isEndless({ argv }: ClusterCommand): boolean {
  return argv.some(argument =>
    ['-w', '--watch', '--watch=true', '--watch-only'].includes(argument),
  );
}
