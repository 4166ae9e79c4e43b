import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** What can be seen from inside about being in a container. */
export interface Surroundings {
  readonly hostname: string;
  /** Docker makes `/.dockerenv` in every container. */
  readonly isContainer: boolean;
  /** `/proc/self/mountinfo`; empty where there is none. */
  readonly mountInfo: string;
}

/** Docker mounts a container's own files from a directory with its id. */
const CONTAINER_DIRECTORY = /\/containers\/([0-9a-f]{64})\//;

/**
 * The id, or else the name, of the container that this process runs in.
 * @returns undefined outside of containers
 */
export function ownContainerId(seen: Surroundings): string | undefined {
  if (!seen.isContainer) {
    return undefined;
  }
  // The host name is the id's beginning, unless somebody has chosen another.
  return CONTAINER_DIRECTORY.exec(seen.mountInfo)?.[1] ?? seen.hostname;
}

/** Looks at the machine that this process runs on. */
export function lookAround(): Surroundings {
  return {
    hostname: hostname(),
    isContainer: existsSync('/.dockerenv'),
    mountInfo: readMountInfo(),
  };
}

function readMountInfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    // There is no /proc outside of Linux.
    return '';
  }
}
