/** How many commands are remembered for a lab. */
export const MAX_COMMANDS = 50;

/** The commands of a lab, and which of them is looked at. */
export interface CommandHistory {
  /** The oldest first. */
  readonly commands: readonly string[];
  /** The index of the command that is shown; undefined while one types. */
  readonly at?: number;
  /** What was being typed before older commands were looked at. */
  readonly typed: string;
}

/** Where a step through the history leads. */
export interface HistoryStep {
  readonly history: CommandHistory;
  /** What the field shows now. */
  readonly shown: string;
}

/** A history with the commands of earlier days. */
export function historyOf(commands: readonly string[] = []): CommandHistory {
  return { commands: commands.slice(-MAX_COMMANDS), typed: '' };
}

/**
 * Adds commands of earlier days that were read late. Those that were run
 * meanwhile stay the newest.
 */
export function withEarlier(
  history: CommandHistory,
  earlier: readonly string[],
): CommandHistory {
  const commands = [...earlier, ...history.commands].slice(-MAX_COMMANDS);
  const added = commands.length - history.commands.length;
  return {
    ...history,
    commands,
    at: history.at === undefined ? undefined : history.at + added,
  };
}

/** Adds a command that is run; the same one twice in a row counts once. */
export function remember(
  { commands }: CommandHistory,
  command: string,
): CommandHistory {
  return historyOf(
    commands[commands.length - 1] === command
      ? commands
      : [...commands, command],
  );
}

/**
 * The command before the one that is shown.
 *
 * @param shown - what the field shows, which is kept if it is being typed
 * @returns undefined at the oldest
 */
export function older(
  history: CommandHistory,
  shown: string,
): HistoryStep | undefined {
  const { commands, at, typed } = history;
  const to = (at ?? commands.length) - 1;
  return to < 0
    ? undefined
    : {
        history: { commands, at: to, typed: at === undefined ? shown : typed },
        shown: commands[to],
      };
}

/**
 * The command after the one that is shown; after the newest, what was being
 * typed.
 *
 * @returns undefined when nothing newer is there
 */
export function newer(history: CommandHistory): HistoryStep | undefined {
  const { commands, at, typed } = history;
  if (at === undefined) {
    return undefined;
  }
  const to = at + 1;
  return to < commands.length
    ? { history: { commands, at: to, typed }, shown: commands[to] }
    : { history: { commands, typed: '' }, shown: typed };
}
