import { InputError } from '@backstage/errors';
import {
  clusterWords,
  type ClusterLogOptions,
  type ClusterLogSource,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindContainer } from '../docker/DockerHost';
import { redact } from '../kind/output/redaction';
import { journalSince } from './journalSince';
import { LogRedaction } from './LogRedaction';
import { namesInWords } from '../lifecycle/messages';
import type { NodeCommands } from '../commands/NodeCommands';

/** The Kubernetes services of kind's nodes. */
export const NODE_UNITS: readonly string[] = ['kubelet', 'containerd'];

/**
 * The time after which journalctl ends without the portal, in milliseconds. Following
 * ends after an hour at most.
 */
const FOLLOW_LIMIT_MS = 3_600_000;
/** Allows for a slow reader. */
const READ_LIMIT_MS = 600_000;
/**
 * All sources of the journal except the kernel, which is the host's: its messages
 * concern all labs and everything else on the host.
 */
const OF_THE_NODE = ['journal', 'stdout', 'syslog'].map(
  transport => `_TRANSPORT=${transport}`,
);
/**
 * The maximum output of a journal that is not followed. It is above the limit of one
 * log; but a node may endlessly print lines that are filtered. A journal that is
 * followed is limited by time.
 */
const MAX_PRINTED_BYTES = 64 * 2 ** 20;
/** journalctl's errors have one line. */
const MAX_STDERR_CHARS = 2_000;

/** Reads the journals of nodes. */
export class NodeLogs {
  readonly #commands: NodeCommands;

  constructor(options: { commands: NodeCommands }) {
    this.#commands = options.commands;
  }

  /**
   * Implements LogCapability.logs.
   * @throws the reason of the signal when it aborts, also for a followed log
   */
  async read(
    node: KindContainer,
    source: Extract<ClusterLogSource, { kind: 'node' }>,
    options: ClusterLogOptions,
  ): Promise<void> {
    const { signal, sinceSeconds, follow } = options;
    const argv = journalctl(source, options);
    if (node.state !== 'running') {
      throw new Error(
        `The node ${node.name} is ${node.state}: its log can be read when it runs.`,
      );
    }
    const recent =
      sinceSeconds === undefined
        ? (chunk: Uint8Array) => chunk
        : journalSince(new Date(Date.now() - 1_000 * sinceSeconds));
    const redaction = new LogRedaction();
    const give = async (text: Uint8Array) => {
      if (text.length > 0) {
        await options.onOutput(text);
      }
    };
    const timeoutMs = follow ? FOLLOW_LIMIT_MS : READ_LIMIT_MS;
    const started = performance.now();
    let stderr = '';
    let printedBytes = 0;
    const { exitCode } = await this.#commands.run(
      node,
      { argv, asRoot: true, timeoutMs },
      {
        signal,
        onOutput: async (stream, chunk) => {
          if (stream === 'stderr') {
            stderr = (stderr + Buffer.from(chunk)).slice(0, MAX_STDERR_CHARS);
            return;
          }
          printedBytes += chunk.length;
          if (!follow && printedBytes > MAX_PRINTED_BYTES) {
            throw new Error(
              `The log of the node ${node.name} has more than can be read: ask for fewer lines, or for one service.`,
            );
          }
          await give(redaction.write(recent(chunk)));
        },
      },
    );
    await give(redaction.end());
    const isTimedOut = performance.now() - started >= timeoutMs;
    if (exitCode !== 0 && !(follow && isTimedOut)) {
      throw new Error(
        isTimedOut
          ? `The log of the node ${node.name} was not taken in time: ask for fewer lines.`
          : `The log of the node ${
              node.name
            } cannot be read: journalctl ended with ${exitCode}. ${clusterWords(
              redact(stderr),
            )}`.trim(),
      );
    }
  }
}

/**
 * The command that prints a journal. It contains no user input.
 *
 * It does not use `--since`, with which `--lines` would count from the start in the
 * systemd of kind's nodes (252).
 *
 * @throws InputError for an unknown unit
 */
function journalctl(
  { unit }: Extract<ClusterLogSource, { kind: 'node' }>,
  { tailLines, follow }: ClusterLogOptions,
): string[] {
  const known = NODE_UNITS.find(name => name === unit);
  if (unit !== undefined && known === undefined) {
    throw new InputError(
      `There is no such service of a node; there is ${namesInWords(
        NODE_UNITS,
      )}.`,
    );
  }
  return [
    'journalctl',
    '--no-pager',
    // Suppresses hints, such as "-- No entries --".
    '--quiet',
    '--output=short-iso-precise',
    `--lines=${tailLines}`,
    ...(known === undefined ? [] : [`--unit=${known}`]),
    ...(follow ? ['--follow'] : []),
    ...OF_THE_NODE,
  ];
}
