import { InputError } from '@backstage/errors';
import { readKubectlCommand, type KubectlCommand } from './kubectlCommands';
import {
  flagThatMayTakeEnd,
  isOn,
  readFlags,
  type FlagUse,
} from './kubectlFlags';

/** How a command is run, as far as it matters to what it may be. */
export interface CommandIo {
  /** Whether what it prints is sent as it comes. */
  readonly streaming: boolean;
  /** Whether it is given something to read. */
  readonly hasInput: boolean;
}

interface Context extends CommandIo {
  readonly command: KubectlCommand;
  /** Where "--" ends the flags. */
  readonly hasEnd: boolean;
}

/** Why a flag is refused: completes a sentence that it begins. */
type Rule = (flag: FlagUse, context: Context) => string | undefined;

const AS_INPUT = 'send a manifest as input of "kubectl apply -f -"';

/** Flags that lead to another cluster, or there as somebody else. */
const elsewhere: Rule = (_flag, { command, hasEnd }) =>
  `would lead away from this lab, and commands run here with the portal's own access: leave it out${
    !hasEnd && ['create', 'debug', 'exec', 'run'].includes(command.name ?? '')
      ? ', or write "--" before the program that it is for'
      : ''
  }`;

const written: Rule = () =>
  'would read or write files where kubectl runs, and none there are yours: leave it out';

const noFile: Rule = () =>
  `reads a file where kubectl runs, and none there is yours: ${AS_INPUT}`;

const noLiteralFile: Rule = () =>
  `reads a file where kubectl runs, and none there is yours: use --from-literal, or ${AS_INPUT}`;

const filename: Rule = ({ glued, next }, { hasInput }) => {
  // kubectl reads a list with commas, in which quotes mean something, too.
  for (const source of (glued ?? next ?? '-').split(',')) {
    if (source === '-') {
      if (!hasInput) {
        return 'with "-" reads the input of the command, and there is none: send the manifest as its input';
      }
    } else if (!/^https?:\/\/[^\s"]+$/.test(source)) {
      return 'takes "-", for the input of the command, or an address that begins with https://: no file where kubectl runs is yours';
    }
  }
  return undefined;
};

const output: Rule = ({ glued, next }) =>
  /^[^=]*file(=|$)/.test(glued ?? next ?? '')
    ? "would read a template from a file where kubectl runs, and none there is yours: write the template itself, as in -o jsonpath='{.items[*].metadata.name}'"
    : undefined;

const editor: Rule = flag =>
  isOn(flag) ? 'needs a terminal and an editor: leave it out' : undefined;

const tty: Rule = flag =>
  isOn(flag)
    ? 'needs a terminal, and there is none: leave it out, and -i as well; "kubectl exec POD -- PROGRAM" works without'
    : undefined;

const stdin: Rule = (flag, { command, hasInput }) =>
  isOn(flag) && !hasInput
    ? `passes on what the command reads, and there is nothing: leave it out, or send input with the command${
        command.name === 'run' ? '; --attach shows what the pod prints' : ''
      }`
    : undefined;

const interactive: Rule = (flag, { hasInput }) =>
  isOn(flag) && !hasInput
    ? 'asks before it deletes, and nobody could answer: leave it out'
    : undefined;

const ENDLESS =
  'does not end by itself: leave it out, or stream the command, as the Console does and "Accept: text/event-stream" asks for';

const endless =
  (...names: string[]): Rule =>
  (flag, { command, streaming }) =>
    isOn(flag) && !streaming && names.includes(command.name ?? '')
      ? ENDLESS
      : undefined;

/** What is asked of the cluster's API by its path. */
const raw: Rule = ({ glued, next }, { streaming }) =>
  !streaming && /[?&](watch|follow)=(1|t)/i.test(glued ?? next ?? '')
    ? `with "watch" or "follow" ${ENDLESS}`
    : undefined;

/** In some places the name of a user is what a command is about. */
const user: Rule = (flag, context) =>
  ['rolebinding', 'clusterrolebinding', 'subject'].includes(
    context.command.nested ?? '',
  )
    ? undefined
    : elsewhere(flag, context);

/** "kubectl debug" has profiles of its own, which are names. */
const profile: Rule = (flag, context) =>
  context.command.name === 'debug' ? undefined : written(flag, context);

const RULES: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    'cache-dir': written,
    cert: noFile,
    'certificate-authority': elsewhere,
    'client-certificate': elsewhere,
    'client-key': elsewhere,
    cluster: elsewhere,
    context: elsewhere,
    custom: noFile,
    edit: editor,
    filename,
    follow: endless('logs'),
    'from-env-file': noLiteralFile,
    'from-file': noLiteralFile,
    'insecure-skip-tls-verify': elsewhere,
    interactive,
    key: noFile,
    kubeconfig: elsewhere,
    kuberc: written,
    kustomize: noFile,
    'log-dir': written,
    'log-file': written,
    output,
    'output-directory': written,
    password: elsewhere,
    'patch-file': noFile,
    profile,
    'profile-output': written,
    raw,
    server: elsewhere,
    stdin,
    'tls-server-name': elsewhere,
    token: elsewhere,
    tty,
    user,
    username: elsewhere,
    watch: endless('get', 'events'),
    'watch-only': endless('get'),
  }),
);

/**
 * Refuses what kubectl cannot do, or is not to do, inside of a lab: what needs a
 * terminal, a port or a file of the caller's, what would never end, and what leads
 * elsewhere. That it can do no harm there does not depend on this: it runs as a
 * user who can read and write next to nothing on the node.
 *
 * @param argv - the program, and its arguments
 * @throws InputError saying why, and what to do instead
 */
export function assertKubectl(argv: readonly string[], io: CommandIo): void {
  const args = argv.slice(1);
  const command = readKubectlCommand(args);
  const taker = flagThatMayTakeEnd(args, command.name);
  if (taker) {
    throw new InputError(
      `"${taker.written}" right before "--" may take it as its value: write "${taker.written}" further ahead, or with its value behind "=".`,
    );
  }
  const context = { ...io, command, hasEnd: args.includes('--') };
  // A terminal first: who leaves out only the rest comes back with the next error.
  const flags = readFlags(args, command.name).sort(
    (one, other) => Number(other.name === 'tty') - Number(one.name === 'tty'),
  );
  for (const flag of flags) {
    const reason = RULES.get(flag.name)?.(flag, context);
    if (reason) {
      throw new InputError(`"${flag.written}" ${reason}.`);
    }
  }
}
