/** The most of a command that is recorded, in characters. */
const MAX_LENGTH = 1_000;

const HIDDEN = '***';

/** Bounded, so that no text takes long. */
const SECRET_NAME =
  '(?:auth|[\\w.-]{0,64}(?:passw(?:or)?d|passphrase|pwd|secret|token|credentials?|creds|(?:api|access|private)[_-]?key)[\\w.-]{0,64})';

/** Flags whose value is secret, or may hold secrets. */
interface SecretFlag {
  /** The flag, and its value where one is glued to it. */
  readonly pattern: RegExp;
  readonly hide: (value: string) => string;
  /** The word before it that gives the flag its meaning. */
  readonly after?: string;
}

/** Those of any program whose name says so. */
const SECRET_FLAG: SecretFlag = {
  pattern: new RegExp(`^(--?${SECRET_NAME})(?:=(.*))?$`, 'is'),
  hide: () => HIDDEN,
};

const FLAGS_OF_KUBECTL: readonly SecretFlag[] = [
  { pattern: /^(--(?:overrides|patch))(?:=(.*))?$/s, hide: () => HIDDEN },
  { pattern: /^(--(?:env|from[-_]literal))(?:=(.*))?$/s, hide: hideAssigned },
  // A letter may be behind others, and have its value right behind it.
  {
    after: 'patch',
    pattern: /^(-[A-Za-z]{0,8}?p=?)(.+)?$/s,
    hide: () => HIDDEN,
  },
  {
    after: 'env',
    pattern: /^(-[A-Za-z]{0,8}?e=?)(.+)?$/s,
    hide: hideAssigned,
  },
];

/** A value in quotes or without, also where the quotes are escaped. */
const VALUE = `(?:\\\\{0,8}"[^"]*"?|\\\\{0,8}'[^']*'?|\\\\|[^\\s;&|"'\\\\]+)+`;

/** An assignment whose name says so, in scripts and headers as well. */
const SECRET_ASSIGNMENT = new RegExp(
  `(^|[^\\w.-])(-{0,2}${SECRET_NAME}\\\\{0,8}["']?\\s*[=:]\\s*)${VALUE}`,
  'gi',
);

/** What carries credentials whatever its name is. */
const AUTHORIZATION = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
const URL_USER = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]{1,1000}(?=@)/gi;
/** Addresses that are signed, as object stores and GitHub's raw files have them. */
const URL_SIGNATURE =
  /([?&](?:sig|signature|x-[a-z]{1,8}-(?:signature|credential|security-token))=)[^\s&#"']+/gi;

/**
 * A command as it may be recorded: one line that {@link splitCommand} reads, with
 * `***` in place of what is secret, or looks like it. What a program in a
 * container is given in some way of its own cannot be known.
 *
 * @param argv - the program, and its arguments
 */
export function redactCommand(argv: readonly string[]): string {
  const redacted = argv.map(redactText);
  const flags = argv[0] === 'kubectl' ? FLAGS_OF_KUBECTL : [];
  [SECRET_FLAG, ...flags].forEach(flag => redactFlag(flag, argv, redacted));
  redactEnvironment(argv, redacted);
  const line = redacted.map(quote).join(' ');
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}

function redactText(text: string): string {
  return text
    .replace(AUTHORIZATION, `$1 ${HIDDEN}`)
    .replace(URL_USER, `$1${HIDDEN}`)
    .replace(URL_SIGNATURE, `$1${HIDDEN}`)
    .replace(SECRET_ASSIGNMENT, `$1$2${HIDDEN}`);
}

/**
 * "--" ends no flags here, since one before it may take it as its value. So an
 * argument of a program in a container is hidden, too, where it looks like a flag.
 */
function redactFlag(
  { pattern, hide, after }: SecretFlag,
  argv: readonly string[],
  redacted: string[],
): void {
  const from = after === undefined ? 0 : argv.indexOf(after);
  argv.forEach((arg, index) => {
    const [, flag, value] = pattern.exec(arg) ?? [];
    if (flag === undefined || from < 0 || index < from) {
      return;
    }
    if (value !== undefined) {
      const before = arg.slice(0, arg.length - value.length);
      redacted[index] = `${before}${hide(value)}`;
    } else if (index + 1 < argv.length) {
      redacted[index + 1] = hide(argv[index + 1]);
    }
  });
}

/** Hides all of what is no assignment: a name was forgotten, or is the secret. */
function hideAssigned(text: string): string {
  const equals = text.indexOf('=');
  return `${text.slice(0, equals + 1)}${HIDDEN}`;
}

/** `set env`, and the program of that name: what is assigned behind it is hidden. */
function redactEnvironment(argv: readonly string[], redacted: string[]): void {
  const env = argv.indexOf('env');
  redacted.forEach((arg, index) => {
    if (env >= 0 && index > env && /^\w[\w.-]*=/.test(arg)) {
      redacted[index] = hideAssigned(arg);
    }
  });
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`;
}
