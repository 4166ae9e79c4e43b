import { randomUUID } from 'node:crypto';

/** The mount point of the probe's volume. */
const VOLUME = '/pyk8s-lab-probe';

/**
 * The arguments of the docker command that runs `df` in a container of a node image.
 * A lab's owner cannot influence it: the container is new, without network and without
 * mounts of the host. It measures the file systems of containers and of volumes, which
 * nodes of labs both use.
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
 * Reads the output of `df`.
 * @returns the smaller of both values, in bytes
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
