/** A flag among the arguments of kubectl, or what may be one. */
export interface FlagUse {
  /** Its long name; the letter alone where kubectl has no flag of that letter. */
  readonly name: string;
  /** As it is written, without its value. */
  readonly written: string;
  /** The value in the same argument. */
  readonly glued?: string;
  /** The next argument: the value of a flag that takes one, if none is glued. */
  readonly next?: string;
  /** The place of its argument among all. */
  readonly index: number;
}

/** Flags of one letter, of all subcommands that are allowed. */
const LETTERS: Readonly<Record<string, string>> = {
  A: 'all-namespaces',
  L: 'label-columns',
  R: 'recursive',
  c: 'container',
  e: 'env',
  f: 'filename',
  h: 'help',
  i: 'stdin',
  k: 'kustomize',
  l: 'selector',
  n: 'namespace',
  o: 'output',
  p: 'patch',
  q: 'quiet',
  r: 'replicas',
  s: 'server',
  t: 'tty',
  v: 'v',
  w: 'watch',
};

/** Where a letter stands for something else. */
const LETTERS_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  delete: { i: 'interactive' },
  logs: { f: 'follow', p: 'previous' },
};

/** Flags with a letter that take a value. */
const TAKES_VALUE = new Set([
  'label-columns',
  'container',
  'env',
  'filename',
  'kustomize',
  'selector',
  'namespace',
  'output',
  'patch',
  'replicas',
  'server',
  'v',
]);

/** Flags that take no argument as their value, of what people write before "--". */
const STANDS_ALONE = new Set([
  'all-namespaces',
  'allow-missing-template-keys',
  'append-hash',
  'arguments-only',
  'attach',
  'command',
  'dry-run',
  'expose',
  'force',
  'help',
  'keep-annotations',
  'keep-init-containers',
  'keep-labels',
  'keep-liveness',
  'keep-readiness',
  'keep-startup',
  'leave-stdin-open',
  'privileged',
  'quiet',
  'recursive',
  'replace',
  'rm',
  'same-node',
  'save-config',
  'share-processes',
  'show-managed-fields',
  'stdin',
  'tty',
  'wait',
  'warnings-as-errors',
  'watch',
]);

/**
 * Every flag that kubectl can find in its arguments up to "--", and more: an
 * argument with a dash may be a flag, or the value of one before it, and counts as
 * a flag in both cases. So nothing depends on knowing each flag that takes a value
 * in each version of kubectl.
 *
 * Reads as the library of kubectl's flags does: `_` in a name is `-`; letters are
 * grouped; a value may be behind `=`, behind its letter, or the next argument.
 */
export function readFlags(
  args: readonly string[],
  subcommand?: string,
): FlagUse[] {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).flatMap((arg, index) => {
    const next = args[index + 1];
    return arg.startsWith('--')
      ? [readLong(arg, next, index)]
      : readGroup(arg, next, index, subcommand);
  });
}

/**
 * What stands right before "--" and may take it as its value, so that "--" ends
 * nothing; undefined where that cannot be.
 */
export function flagThatMayTakeEnd(
  args: readonly string[],
  subcommand?: string,
): FlagUse | undefined {
  const end = args.indexOf('--');
  return readFlags(args, subcommand).find(
    ({ name, glued, index }) =>
      index === end - 1 && glued === undefined && !STANDS_ALONE.has(name),
  );
}

/** Whether a flag that is on or off is on; what makes no sense counts as on. */
export function isOn(flag: FlagUse): boolean {
  return !/^(0|f|F|false|False|FALSE)$/.test(flag.glued ?? '');
}

function readLong(
  arg: string,
  next: string | undefined,
  index: number,
): FlagUse {
  const equals = arg.indexOf('=');
  const written = equals < 0 ? arg : arg.slice(0, equals);
  return {
    name: written.slice(2).replaceAll('_', '-'),
    written,
    glued: equals < 0 ? undefined : arg.slice(equals + 1),
    next,
    index,
  };
}

function readGroup(
  arg: string,
  next: string | undefined,
  index: number,
  subcommand = '',
): FlagUse[] {
  const flags: FlagUse[] = [];
  if (!arg.startsWith('-')) {
    return flags;
  }
  for (let at = 1; at < arg.length; at++) {
    const letter = arg[at];
    const rest = arg.slice(at + 1);
    const name = LETTERS_OF[subcommand]?.[letter] ?? LETTERS[letter] ?? letter;
    const flag = { name, written: `-${letter}`, next, index };
    // One "=" belongs to the flag, unless it is all that there is.
    const value = rest.length > 1 ? rest.replace(/^=/, '') : rest;
    if (TAKES_VALUE.has(name)) {
      return [...flags, { ...flag, glued: value === '' ? undefined : value }];
    }
    if (rest.length > 1 && rest.startsWith('=')) {
      return [...flags, { ...flag, glued: value }];
    }
    flags.push(flag);
  }
  return flags;
}
