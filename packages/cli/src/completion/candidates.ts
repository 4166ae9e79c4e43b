import type { Command, Option } from 'commander';

/** Candidates that only the portal knows. */
export interface Known {
  /** @param instance - the value of `--instance`, if typed */
  labs: (instance?: string) => Promise<string[]>;
  instances: () => Promise<string[]>;
}

/** Options with a small set of values. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--for': ['running', 'paused', 'deleted'],
  '--output': ['table', 'json', 'yaml', 'name'],
};

/**
 * Candidates for the next word.
 *
 * @param words - those after `pyk8s`; the last one is incomplete and may be empty
 */
export async function candidates(
  program: Command,
  words: readonly string[],
  known: Known,
): Promise<string[]> {
  const typed = words[words.length - 1] ?? '';
  const before = words.slice(0, -1);
  const all = await possible(program, before, typed, known);
  return [...new Set(all)].filter(word => word.startsWith(typed)).sort();
}

async function possible(
  program: Command,
  before: readonly string[],
  typed: string,
  known: Known,
): Promise<string[]> {
  if (before.includes('--')) {
    return [];
  }
  let command = program;
  let operands = 0;
  let awaiting: Option | undefined;
  let instance: string | undefined;
  for (const word of before) {
    if (awaiting) {
      instance = awaiting.long === '--instance' ? word : instance;
      awaiting = undefined;
    } else if (word.startsWith('--instance=')) {
      instance = word.slice('--instance='.length);
    } else if (word.startsWith('-')) {
      const option = command.options.find(
        ({ long, short }) => word === long || word === short,
      );
      awaiting = option?.required ? option : undefined;
    } else {
      const nested = command.commands.find(
        each => each.name() === word || each.aliases().includes(word),
      );
      operands += nested ? 0 : 1;
      command = nested ?? command;
    }
  }
  if (awaiting) {
    return valuesOf(awaiting, known);
  }
  if (typed.startsWith('-')) {
    return command.options
      .filter(({ hidden }) => !hidden)
      .map(({ long, short }) => long ?? short ?? '')
      .concat('--help');
  }
  if (command.commands.length > 0) {
    return command.commands
      .map(each => each.name())
      .filter(name => !name.startsWith('__'));
  }
  const argument = command.registeredArguments[operands];
  if (argument?.argChoices) {
    return argument.argChoices;
  }
  switch (argument?.name()) {
    case 'lab':
      return known.labs(instance);
    case 'instance':
      return known.instances();
    default:
      return [];
  }
}

async function valuesOf(option: Option, known: Known): Promise<string[]> {
  if (option.long === '--instance') {
    return known.instances();
  }
  return [...(option.argChoices ?? VALUES[option.long ?? ''] ?? [])];
}
