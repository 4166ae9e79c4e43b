import { readKubectlCommand } from './kubectlCommands';
import { flagThatMayTakeEnd, readFlags } from './kubectlFlags';

const HIDDEN = '***';

/** Flags of kubectl whose value is a secret, or may hold one anywhere. */
const SECRET_FLAGS = new Set([
  'docker-password',
  'overrides',
  'password',
  'patch',
  'token',
]);

/** Flags of kubectl whose value is a name, "=", and a secret. */
const SECRET_ASSIGNMENTS = new Set(['env', 'from-literal']);

/** Bounded, so that no text takes long. */
const SECRET_NAME =
  '(?:auth|[\\w.-]{0,64}(?:passw(?:or)?d|passphrase|pwd|secret|token|credentials?|creds|(?:api|access|private)[_-]?key)[\\w.-]{0,64})';

/** A flag of any program, by itself, whose name says that its value is secret. */
const SECRET_FLAG = new RegExp(`^--?${SECRET_NAME}$`, 'i');

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
  argv.forEach((arg, index) => {
    if (SECRET_FLAG.test(arg) && index + 1 < argv.length) {
      redacted[index + 1] = HIDDEN;
    }
  });
  if (argv[0] === 'kubectl') {
    redactFlags(argv, redacted);
  }
  redactEnvironment(argv, redacted);
  return redacted.map(quote).join(' ');
}

function redactText(text: string): string {
  return text
    .replace(AUTHORIZATION, `$1 ${HIDDEN}`)
    .replace(URL_USER, `$1${HIDDEN}`)
    .replace(URL_SIGNATURE, `$1${HIDDEN}`)
    .replace(SECRET_ASSIGNMENT, `$1$2${HIDDEN}`);
}

function redactFlags(argv: readonly string[], redacted: string[]): void {
  // Where it is not certain that "--" ends the flags, it is taken not to.
  const args = flagThatMayTakeEnd(argv)
    ? argv.map(arg => (arg === '--' ? '' : arg))
    : argv;
  for (const { name, glued, next, index } of readFlags(
    args,
    subcommandOf(argv),
  )) {
    const hide = hiding(name);
    if (hide && glued !== undefined) {
      const before = argv[index].length - glued.length;
      redacted[index] = argv[index].slice(0, before) + hide(glued);
    } else if (hide && next !== undefined) {
      redacted[index + 1] = hide(next);
    }
  }
}

/** Unset where it is not certain; then letters mean what may be secret. */
function subcommandOf(argv: readonly string[]): string | undefined {
  try {
    return readKubectlCommand(argv.slice(1)).name;
  } catch {
    return undefined;
  }
}

function hiding(name: string): ((value: string) => string) | undefined {
  if (SECRET_FLAGS.has(name)) {
    return () => HIDDEN;
  }
  return SECRET_ASSIGNMENTS.has(name) ? hideAssigned : undefined;
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
