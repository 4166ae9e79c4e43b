import { randomUUID } from 'node:crypto';

/** Where the probe's volume is in its container. */
const VOLUME = '/pyk8s-lab-probe';

/**
 * The arguments of the docker command that runs `df` in a container of a node image.
 * What a lab's owner can change has no part in it: the container is new, and has no
 * network and nothing of the host. The nodes of labs use both places that it looks at,
 * the file system of containers and that of volumes.
 */
export function freeDiskArguments(image: string): string[] {
  return [
    'run',
    '--rm',
    '--pull=never',
    '--network=none',
    '--cap-drop=ALL',
    `--name=pyk8s-lab-probe-${randomUUID()}`,
    `--volume=${VOLUME}`,
    '--entrypoint=df',
    image,
    '--block-size=1',
    '--output=avail',
    '/',
    VOLUME,
  ];
}

/**
 * Reads what `df` prints.
 * @returns the least of both, in bytes
 */
export function parseFreeDisk(output: string): number {
  const numbers = output
    .split('\n')
    .map(line => line.trim())
    .filter(line => /^\d{1,16}$/.test(line))
    .map(Number);
  if (numbers.length !== 2) {
    throw new Error('df printed something else than the space of two places.');
  }
  return Math.min(...numbers);
}
