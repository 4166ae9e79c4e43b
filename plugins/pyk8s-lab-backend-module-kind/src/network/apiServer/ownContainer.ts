import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The signs of running in a container. */
export interface ContainerSigns {
  readonly hostname: string;
  /** Docker creates `/.dockerenv` in every container. */
  readonly isContainer: boolean;
  /** `/proc/self/mountinfo`; empty if it does not exist. */
  readonly mountInfo: string;
}

/** Docker mounts files of a container from a directory named after its id. */
const CONTAINER_DIRECTORY = /\/containers\/([0-9a-f]{64})\//;

/**
 * The id, or else the name, of this process's container.
 * @returns undefined outside of containers
 */
export function ownContainerId(seen: ContainerSigns): string | undefined {
  if (!seen.isContainer) {
    return undefined;
  }
  // The host name is a prefix of the id unless it was configured.
  return CONTAINER_DIRECTORY.exec(seen.mountInfo)?.[1] ?? seen.hostname;
}

/** Reads the signs from this machine. */
export function readContainerSigns(): ContainerSigns {
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
    // /proc exists only on Linux.
    return '';
  }
}
