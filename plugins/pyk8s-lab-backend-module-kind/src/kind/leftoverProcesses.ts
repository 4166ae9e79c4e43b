import { basename } from 'node:path';

/** A process that still makes a cluster. */
export interface KindProcess {
  readonly pid: number;
}

/** What is asked of `ps`; Linux and macOS answer it in the same way. */
export const PS_ARGS = ['-A', '-ww', '-o', 'pid=,pgid=,stat=,args='] as const;

const ROW = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S.*)$/;

/**
 * Finds the processes that make a cluster: kind in a process group of its own, as
 * the portal starts it. The name is compared whole, so that `lab-a-1` is not taken
 * for `lab-a-10`.
 *
 * @param psOutput - what ps printed
 * @param binary - the kind command, as it is configured
 */
export function findCreates(
  psOutput: string,
  binary: string,
  clusterName: string,
): KindProcess[] {
  const command = `${basename(binary)} ${createArguments(clusterName)} `;
  return psOutput.split('\n').flatMap(row => {
    const [, pid, pgid, stat, args] = ROW.exec(row) ?? [];
    const at = args?.indexOf(command) ?? -1;
    const isMatch =
      at === 0 || (at > 0 && (args[at - 1] === '/' || args[at - 1] === ' '));
    // A zombie has ended; somebody has only not looked at it yet.
    return isMatch && pid === pgid && !stat.startsWith('Z')
      ? [{ pid: Number(pid) }]
      : [];
  });
}

/** How a command line that makes a cluster begins, after the command. */
export function createArguments(clusterName: string): string {
  return `create cluster --name=${clusterName}`;
}
