import { basename } from 'node:path';

/** A process that still creates a cluster. */
export interface KindProcess {
  readonly pid: number;
}

/** The arguments of `ps`, for Linux and macOS. */
export const PS_ARGS = ['-A', '-ww', '-o', 'pid=,pgid=,stat=,args='] as const;

const ROW = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S.*)$/;

/**
 * Finds the processes that create a cluster: kind in a process group of its own, as
 * the portal starts it. The whole name is compared, so that `lab-a-1` does not match
 * `lab-a-10`.
 *
 * @param psOutput - the output of ps
 * @param binary - the configured kind command
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
    // A zombie has ended; only its parent has not waited for it.
    return isMatch && pid === pgid && !stat.startsWith('Z')
      ? [{ pid: Number(pid) }]
      : [];
  });
}

/** The first arguments of a command line that creates a cluster. */
export function createArguments(clusterName: string): string {
  return `create cluster --name=${clusterName}`;
}
