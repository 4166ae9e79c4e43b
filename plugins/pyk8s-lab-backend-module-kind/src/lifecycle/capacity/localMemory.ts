/** What /proc/meminfo says, in bytes. */
export interface LocalMemory {
  readonly totalBytes: number;
  readonly availableBytes: number;
}

/** Reads `/proc/meminfo`. */
export function parseMeminfo(meminfo: string): LocalMemory | undefined {
  const read = (name: string) => {
    const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(meminfo)?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  };
  const totalBytes = read('MemTotal');
  const availableBytes = read('MemAvailable');
  return totalBytes === undefined || availableBytes === undefined
    ? undefined
    : { totalBytes, availableBytes };
}

/**
 * True when this machine is the one that Docker runs on, to tell from its memory:
 * a local socket can also lead into a virtual machine, as Docker Desktop's does.
 */
export function isDockersMemory(
  local: LocalMemory,
  dockerTotalBytes: number,
): boolean {
  return Math.abs(local.totalBytes - dockerTotalBytes) < 2 ** 20;
}

/**
 * What is free on a host that cannot be looked into: what there is without what
 * the nodes of labs may take.
 *
 * @param limits - of each node that runs; undefined for one that has none
 */
export function estimateFree(
  totalBytes: number,
  limits: readonly (number | undefined)[],
  memoryPerNodeBytes: number,
): number {
  const taken = limits.reduce<number>(
    (sum, limit) => sum + (limit || memoryPerNodeBytes),
    0,
  );
  return Math.max(0, totalBytes - taken);
}
