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

/** The services of kind's nodes that make them nodes of Kubernetes. */
export const NODE_UNITS: readonly string[] = ['kubelet', 'containerd'];

/**
 * By when journalctl ends in the node though the portal has died, in milliseconds.
 * Following ends after an hour at the most.
 */
const FOLLOW_LIMIT_MS = 3_600_000;
/** For a reader that takes its time. */
const READ_LIMIT_MS = 600_000;
/**
 * What came to the journal in any way but from the kernel, which is the host's: it
 * tells of all labs, and of what else runs there.
 */
const OF_THE_NODE = ['journal', 'stdout', 'syslog'].map(
  transport => `_TRANSPORT=${transport}`,
);
/**
 * What a node may print of a journal that is not followed. Nobody is told so much of
 * one log; but of what it prints there may be nothing to tell, without an end. A journal
 * that is followed is limited by time.
 */
const MAX_PRINTED_BYTES = 64 * 2 ** 20;
/** What journalctl says when it fails is a line. */
const MAX_WORDS = 2_000;

/** Reads the journals of nodes. */
export class NodeLogs {
  readonly #commands: NodeCommands;

  constructor(options: { commands: NodeCommands }) {
    this.#commands = options.commands;
  }

  /**
   * As LogCapability.logs.
   * @throws whatever the signal aborts with, also where the log is followed
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
    const begun = performance.now();
    let words = '';
    let printedBytes = 0;
    const { exitCode } = await this.#commands.run(
      node,
      { argv, asRoot: true, timeoutMs },
      {
        signal,
        onOutput: async (stream, chunk) => {
          if (stream === 'stderr') {
            words = (words + Buffer.from(chunk)).slice(0, MAX_WORDS);
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
    const isOver = performance.now() - begun >= timeoutMs;
    if (exitCode !== 0 && !(follow && isOver)) {
      throw new Error(
        isOver
          ? `The log of the node ${node.name} was not taken in time: ask for fewer lines.`
          : `The log of the node ${
              node.name
            } cannot be read: journalctl ended with ${exitCode}. ${clusterWords(
              redact(words),
            )}`.trim(),
      );
    }
  }
}

/**
 * The command that prints a journal. Nothing in it is as somebody has typed it.
 *
 * It is not told of a time: `--since` makes `--lines` count from there on, and not
 * from the end, in the systemd of kind's nodes (252).
 *
 * @throws InputError for a unit that is none of a node's
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
    // Without lines of its own, such as "-- No entries --".
    '--quiet',
    '--output=short-iso-precise',
    `--lines=${tailLines}`,
    ...(known === undefined ? [] : [`--unit=${known}`]),
    ...(follow ? ['--follow'] : []),
    ...OF_THE_NODE,
  ];
}
