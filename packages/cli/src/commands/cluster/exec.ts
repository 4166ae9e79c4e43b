import { Option, type Command } from 'commander';
import { InterruptedError, UsageError } from '../../errors';
import { untilInterrupted, write, type Io } from '../../io';
import { examples, type CommandContext } from '../CommandContext';
import { readDurationText } from '../options';
import { labCommand, openLab, type OneLabOptions } from './oneLab';

/** kubectl commands that forward their input with -i. */
const PASSING = ['exec', 'attach', 'run'];

/** Whether a command reads its input, by kubectl's conventions. */
export function readsInput(words: readonly string[]): boolean {
  return readsFile(words) || passesInput(words);
}

/** With "-f -" or the name of the device. */
function readsFile(words: readonly string[]): boolean {
  return words.some(
    (word, index) =>
      /^(-f|--filename)=?-$/.test(word) ||
      /^((-f|--[a-z-]+)=?)?\/dev\/stdin$/.test(word) ||
      (word === '-' && /^(-f|--filename)$/.test(words[index - 1] ?? '')),
  );
}

/** With "kubectl exec -i". Arguments after "--" belong to the command in the pod. */
function passesInput(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const [program, ...own] = end < 0 ? words : words.slice(0, end);
  return (
    /(^|\/)kubectl$/.test(program ?? '') &&
    own.some(word => PASSING.includes(word)) &&
    own.some(word => /^(-t?it?|--stdin(=true)?)$/.test(word))
  );
}

/** The API's limit for input. */
const MAX_INPUT_BYTES = 1_048_576;

/** The exit code for a closed output pipe: 128 plus SIGPIPE. */
const EXIT_CUT = 141;

interface ExecOptions extends OneLabOptions {
  timeout?: string;
  stdin?: boolean;
}

export function addExec(cluster: Command, context: CommandContext): void {
  const command = labCommand(
    cluster,
    'exec',
    'Run a command in a lab, and exit with its exit code',
  )
    .argument('[command...]', 'the command with its arguments, behind "--"')
    .option(
      '--timeout <time>',
      'stop the command after this time, with exit code 124',
      readDurationText,
    )
    .option('-i, --stdin', 'send standard input to the command')
    // Older versions sent input by default; scripts may still use this option.
    .addOption(new Option('--no-stdin').hideHelp())
    .action((name: string, words: string[], options: ExecOptions) =>
      exec(context, name, words, options),
    );
  examples(
    command,
    'pyk8s cluster exec demo -- kubectl get pods -A',
    'pyk8s cluster exec demo -i -- kubectl apply -f - < manifest.yaml',
  );
}

async function exec(
  context: CommandContext,
  name: string,
  words: string[],
  options: ExecOptions,
): Promise<void> {
  const { io } = context;
  if (words.length === 0) {
    throw new UsageError(
      `Say which command: pyk8s cluster exec ${name} -- kubectl get pods`,
    );
  }
  const { labs, lab } = await openLab(context, name, options);
  const input = options.stdin ? await readInput(io) : undefined;
  if (!options.stdin && readsInput(words)) {
    io.stderr.write(
      'pyk8s: the command reads its input, and gets none: add -i to send what is piped in.\n',
    );
  }
  try {
    const frames = labs.streamExec(
      lab.id,
      { argv: words, input, timeout: options.timeout },
      { signal: io.signal },
    );
    for await (const frame of frames) {
      if (frame.type === 'output') {
        await write(io[frame.stream], frame.text);
      } else {
        context.exitCode = frame.exitCode;
        tellEnd(io, frame);
      }
    }
  } catch (error) {
    throw io.signal.aborted
      ? new InterruptedError('The command in the lab is ended.')
      : error;
  }
}

function tellEnd(
  { stderr }: Io,
  end: { exitCode: number; timedOut: boolean; truncated: boolean },
): void {
  if (end.timedOut) {
    stderr.write('pyk8s: the command timed out: see --timeout.\n');
  } else if (end.truncated && end.exitCode === EXIT_CUT) {
    stderr.write(
      'pyk8s: the command printed more than the portal passes on, and was ended there.\n',
    );
  }
}

/** Reads all input, because a command in a lab gets it at once. */
async function readInput({ stdin, signal }: Io): Promise<string | undefined> {
  const input = await untilInterrupted(readAtMost(stdin), signal);
  if (input.length === 0) {
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(input);
  } catch {
    throw new UsageError(
      'The input is not text (UTF-8), and a command in a lab is given text only.',
    );
  }
}

async function readAtMost(stdin: Io['stdin']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > MAX_INPUT_BYTES) {
      throw new UsageError(
        'The input is too large: a command in a lab is given 1 MiB at most. Send it in parts, or use kubectl with "pyk8s cluster get-kubeconfig".',
      );
    }
  }
  return Buffer.concat(chunks);
}
