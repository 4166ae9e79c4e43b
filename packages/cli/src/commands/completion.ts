import { Argument, type Command } from 'commander';
import { candidates } from '../completion/candidates';
import { SCRIPTS, SHELLS, type Shell } from '../completion/scripts';
import { InstanceStore } from '../config';
import { write } from '../io';
import { listAll } from '../labs';
import { examples, openPortal, type CommandContext } from './CommandContext';

/** A completion that takes longer would block the shell. */
const TIMEOUT_MS = 3_000;

/** Adds `completion`, and the hidden command that its scripts call. */
export function addCompletion(program: Command, context: CommandContext): void {
  const { io } = context;
  examples(
    program
      .command('completion')
      .description('Print what completes commands in your shell')
      .addArgument(new Argument('<shell>', 'which').choices(SHELLS))
      .action(async (shell: Shell) => write(io.stdout, SCRIPTS[shell])),
    'source <(pyk8s completion bash)          # in ~/.bashrc',
    'source <(pyk8s completion zsh)           # in ~/.zshrc',
    'pyk8s completion fish | source           # in ~/.config/fish/config.fish',
  );

  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      const found = await candidates(program, words, {
        labs: instance => within(TIMEOUT_MS, labNames(context, instance)),
        instances: async () =>
          Object.keys(
            (
              await InstanceStore.create(io.env).settings()
            ).instances,
          ),
      });
      await write(io.stdout, found.map(word => `${word}\n`).join(''));
    });
}

async function labNames(
  context: CommandContext,
  instance?: string,
): Promise<string[]> {
  const { labs } = await openPortal(context, { instance });
  const { owners } = await labs.getOptions();
  return (await listAll(labs, { owner: owners })).map(({ name }) => name);
}

/** Returns no candidates if it fails or takes too long: completion reports no errors. */
async function within(ms: number, words: Promise<string[]>): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string[]>(resolve => {
    timer = setTimeout(() => resolve([]), ms);
  });
  try {
    return await Promise.race([words, late]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
