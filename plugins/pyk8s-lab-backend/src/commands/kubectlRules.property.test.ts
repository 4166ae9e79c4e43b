import { Random } from '@internal/test-utils';
import { assertKubectl, type CommandIo } from './kubectlRules';

/** A flag as kubectl declares it: its letter, and whether a value must follow. */
interface Declared {
  readonly letter?: string;
  readonly takesValue: boolean;
}

const on = (letter?: string): Declared => ({ letter, takesValue: false });
const value = (letter?: string): Declared => ({ letter, takesValue: true });

/** What every subcommand takes, as "kubectl options" lists it. */
const GLOBAL: Record<string, Declared> = {
  as: value(),
  'cache-dir': value(),
  'certificate-authority': value(),
  'client-certificate': value(),
  'client-key': value(),
  cluster: value(),
  context: value(),
  'disable-compression': on(),
  help: on('h'),
  'insecure-skip-tls-verify': on(),
  kubeconfig: value(),
  namespace: value('n'),
  password: value(),
  profile: value(),
  'request-timeout': value(),
  server: value('s'),
  token: value(),
  user: value(),
  v: value('v'),
  'warnings-as-errors': on(),
};

/** What some subcommands take, from their help. */
const DECLARED: Record<string, Record<string, Declared>> = {
  get: {
    'all-namespaces': on('A'),
    filename: value('f'),
    kustomize: value('k'),
    'label-columns': value('L'),
    output: value('o'),
    raw: value(),
    recursive: on('R'),
    selector: value('l'),
    template: value(),
    watch: on('w'),
    'watch-only': on(),
  },
  exec: {
    container: value('c'),
    filename: value('f'),
    quiet: on('q'),
    stdin: on('i'),
    tty: on('t'),
  },
  logs: {
    'all-containers': on(),
    container: value('c'),
    follow: on('f'),
    previous: on('p'),
    selector: value('l'),
    tail: value(),
  },
  patch: {
    filename: value('f'),
    output: value('o'),
    patch: value('p'),
    'patch-file': value(),
    recursive: on('R'),
    type: value(),
  },
  delete: {
    all: on(),
    filename: value('f'),
    interactive: on('i'),
    selector: value('l'),
    wait: on(),
  },
};

/** A flag that is set. */
interface SetFlag {
  readonly name: string;
  readonly value: string;
}

/**
 * What kubectl's library of flags makes of arguments, written from its
 * documentation; undefined where it finds an error, so that nothing runs.
 */
function parse(
  args: readonly string[],
  declared: Record<string, Declared>,
): SetFlag[] | undefined {
  const set: SetFlag[] = [];
  const byLetter = (letter: string) =>
    Object.keys(declared).find(name => declared[name].letter === letter);
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === '--') {
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      continue;
    }
    if (arg.startsWith('--')) {
      const [, dashed, glued] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
      const name = dashed.replace(/_/g, '-');
      if (!Object.hasOwn(declared, name)) {
        return undefined;
      }
      if (glued !== undefined) {
        set.push({ name, value: glued });
      } else if (!declared[name].takesValue) {
        set.push({ name, value: 'true' });
      } else if (at + 1 < args.length) {
        set.push({ name, value: args[++at] });
      } else {
        return undefined;
      }
      continue;
    }
    let letters = arg.slice(1);
    while (letters !== '') {
      const name = byLetter(letters[0]);
      if (!name) {
        return undefined;
      }
      const rest = letters.slice(1);
      letters = '';
      if (rest.length > 1 && rest[0] === '=') {
        set.push({ name, value: rest.slice(1) });
      } else if (!declared[name].takesValue) {
        set.push({ name, value: 'true' });
        letters = rest;
      } else if (rest !== '') {
        set.push({ name, value: rest });
      } else if (at + 1 < args.length) {
        set.push({ name, value: args[++at] });
      } else {
        return undefined;
      }
    }
  }
  return set;
}

const isOff = (text: string) =>
  ['0', 'f', 'F', 'false', 'False', 'FALSE'].includes(text);

/** What must not be set, ever. */
const NEVER = new Set<string>([
  ...['cache-dir', 'certificate-authority', 'client-certificate'],
  ...['client-key', 'cluster', 'context', 'insecure-skip-tls-verify'],
  ...['kubeconfig', 'kustomize', 'password', 'patch-file', 'profile'],
  ...['server', 'token', 'user'],
]);

function isHarmful(flag: SetFlag, io: CommandIo): boolean {
  switch (flag.name) {
    case 'tty':
      return !isOff(flag.value);
    case 'stdin':
    case 'interactive':
      return !io.hasInput && !isOff(flag.value);
    case 'watch':
    case 'watch-only':
    case 'follow':
      return !io.streaming && !isOff(flag.value);
    case 'output':
      return /^[a-z-]*file\b/.test(flag.value);
    case 'filename':
      return flag.value
        .split(',')
        .some(
          source =>
            !/^https?:/.test(source) && (source !== '-' || !io.hasInput),
        );
    default:
      return NEVER.has(flag.name);
  }
}

const ALL = { ...GLOBAL, ...Object.assign({}, ...Object.values(DECLARED)) };
const NAMES = Object.keys(ALL);
const LETTERS = [...'ALRcfhiklnopqstvwx='];
const VALUES = [
  ...['a', '-', '--', '', 'false', 'true', 'https://a', 'https://a,b', '-,b'],
  ...['jsonpath-file=a', 'json', '/etc/passwd', '=', '0', 'pods', '-1'],
];

function someArgument(random: Random): string {
  const name = random.pick(NAMES);
  const letters = random.some(LETTERS, 3).join('');
  return random.pick([
    `--${name}`,
    `--${name}`,
    `--${name.replaceAll('-', '_')}`,
    `--${name}=${random.pick(VALUES)}`,
    `-${letters}`,
    `-${letters}`,
    `-${letters}${random.pick(VALUES)}`,
    `-${letters}=${random.pick(VALUES)}`,
    random.pick(VALUES),
    random.pick(VALUES),
    '--',
  ]);
}

describe('assertKubectl, whatever the arguments', () => {
  const seeds = [1, 2, 3].map(n => n * 20_261_121);
  it.each(seeds)(
    'accepts nothing that kubectl would read as what is refused (seed %d)',
    seed => {
      const random = Random.create(seed);
      let accepted = 0;
      for (let i = 0; i < 30_000; i++) {
        const subcommand = random.pick(Object.keys(DECLARED));
        const args = random
          .some(['', '', ''], 5)
          .map(() => someArgument(random));
        const io = {
          streaming: random.pick([true, false]),
          hasInput: random.pick([true, false]),
        };
        try {
          assertKubectl(['kubectl', subcommand, ...args], io);
        } catch (error) {
          if ((error as Error).name !== 'InputError') {
            throw error;
          }
          continue;
        }
        const flags = parse(args, { ...GLOBAL, ...DECLARED[subcommand] });
        accepted += flags && flags.length > 0 ? 1 : 0;
        const harmful = flags?.filter(flag => isHarmful(flag, io));
        if (harmful && harmful.length > 0) {
          throw new Error(
            `kubectl ${subcommand} ${JSON.stringify(
              args,
            )} with ${JSON.stringify(io)} sets ${JSON.stringify(harmful)}`,
          );
        }
      }
      // A rule that refused everything would prove nothing.
      expect(accepted).toBeGreaterThan(300);
    },
  );
});
