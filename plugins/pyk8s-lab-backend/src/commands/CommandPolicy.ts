import { InputError } from '@backstage/errors';
import { expandProgram } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabSettings } from '../config';
import { assertKubectl, type CommandIo } from './kubectlRules';
import { redactCommand } from './redactCommand';
import { splitCommand } from './splitCommand';

/** A command that may run. */
export interface AllowedCommand {
  /** The program and its arguments, as they are. */
  readonly argv: readonly string[];
  /** Whether it runs as root of the lab's node. */
  readonly asRoot: boolean;
  /** How it may be recorded: one line, without its secrets. */
  readonly recorded: string;
}

/** Decides which lines are commands that may run in labs. */
export class CommandPolicy {
  readonly #commands: LabSettings['exec']['commands'];

  static create(
    settings: Pick<LabSettings['exec'], 'commands'>,
  ): CommandPolicy {
    return new CommandPolicy(settings.commands);
  }

  private constructor(commands: LabSettings['exec']['commands']) {
    this.#commands = commands;
  }

  /**
   * Reads a line as it was typed.
   * @throws InputError saying what is not allowed, why, and what to do instead
   */
  read(line: string, io: CommandIo): AllowedCommand {
    if (this.#commands.length === 0) {
      throw new InputError(
        'Commands are switched off in this portal: use the kubeconfig of the lab on your machine.',
      );
    }
    const [typed, ...args] = splitCommand(line);
    const names = this.#commands.map(({ name }) => name);
    const argv = [...expandProgram(typed, names), ...args];
    const command = this.#commands.find(({ name }) => name === argv[0]);
    if (!command) {
      throw new InputError(this.#whyNot(argv[0]));
    }
    if (command.name === 'kubectl') {
      assertKubectl(argv, io);
    }
    return {
      argv,
      asRoot: command.asRoot,
      recorded: redactCommand(argv),
    };
  }

  #whyNot(program: string): string {
    const names = this.#commands.map(({ name }) => `"${name}"`).join(', ');
    const begin = `Begin the command with one of the programs that run here: ${names}`;
    if (/^[A-Za-z_]\w*=/.test(program)) {
      return `Variables cannot be set before a command here. ${begin}.`;
    }
    if (program.includes('/')) {
      return `Programs are run by their name here, not by a path. ${begin}.`;
    }
    return `This program does not run in labs. ${begin}.`;
  }
}
