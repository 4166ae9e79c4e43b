/**
 * A command in a cluster.
 * @public
 */
export interface ClusterCommand {
  /** The program and its arguments, as they are: no shell reads them. */
  readonly argv: readonly string[];
  /** What it reads from its standard input; nothing unless given. */
  readonly input?: string;
  /**
   * True to run as root of the node, for programs that work with nothing less. What
   * runs otherwise is no user of the node's, can read no secret file there, and
   * write none.
   */
  readonly asRoot?: boolean;
  /**
   * How long it may run at most, in milliseconds, also when nobody is left to end
   * it, as after the death of the portal.
   */
  readonly timeoutMs: number;
}

/**
 * What runs a command.
 * @public
 */
export interface ClusterCommandContext {
  /** The command, and all that it started, is ended in the cluster when this aborts. */
  readonly signal: AbortSignal;
  /**
   * Called with what it prints, in order. No more is read until the promise
   * settles, so that a slow reader costs bounded memory.
   */
  onOutput(
    stream: 'stdout' | 'stderr',
    chunk: Uint8Array,
  ): void | Promise<void>;
}

/**
 * How a command ended.
 * @public
 */
export interface ClusterCommandResult {
  /** What the program ended with; 128 and the signal's number when one ended it. */
  readonly exitCode: number;
}
