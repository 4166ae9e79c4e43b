import { InputError } from '@backstage/errors';
import {
  expandProgram,
  type ExecRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabSettings } from '../config/LabSettings';
import { assertKubectl } from './kubectlRules';
import { assertReadable } from './lineErrors';
import { redactCommand } from './redactCommand';
import { splitCommand } from './splitCommand';

/** A command as a line, or as a program and its arguments. */
export type CommandRequest = Pick<ExecRequest, 'command' | 'argv'>;

/** A command that may run. */
export interface AllowedCommand {
  /** The program and its arguments, as they are. */
  readonly argv: readonly string[];
  /** Whether it runs as root of the lab's node. */
  readonly asRoot: boolean;
  /** How it may be recorded: one line, without its secrets. */
  readonly recorded: string;
}

/** Decides which commands may run in labs. */
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
   * Reads a command as it was sent.
   * @throws InputError saying what is not allowed, why, and what to do instead
   */
  read(request: CommandRequest): AllowedCommand {
    if (this.#commands.length === 0) {
      throw new InputError(
        'Commands are switched off in this portal: use the kubeconfig of the lab on your machine.',
      );
    }
    const [typed, ...args] = readArguments(request);
    const names = this.#commands.map(({ name }) => name);
    const argv = [...expandProgram(typed, names), ...args];
    const command = this.#commands.find(({ name }) => name === argv[0]);
    if (!command) {
      throw new InputError(this.#whyNot(argv[0]));
    }
    if (command.name === 'kubectl') {
      assertKubectl(argv);
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
    if (program.includes('/')) {
      return `Programs are run by their name here, not by a path. ${begin}.`;
    }
    return `This program does not run in labs. ${begin}.`;
  }
}

/**
 * A command that a caller sent, as it may be recorded before it is known to be one
 * that runs: without secrets, and not quoted where it cannot be read.
 */
export function recordable(request: CommandRequest): string {
  try {
    return redactCommand(readArguments(request));
  } catch {
    return '(not a command)';
  }
}

function readArguments({ command, argv }: CommandRequest): readonly string[] {
  if (command !== undefined && argv === undefined) {
    return splitCommand(command);
  }
  if (command === undefined && argv !== undefined) {
    assertReadable(...argv);
    return argv;
  }
  throw new InputError(
    'Send either "command", a line such as "kubectl get pods", or "argv", the program and its arguments as a list.',
  );
}
