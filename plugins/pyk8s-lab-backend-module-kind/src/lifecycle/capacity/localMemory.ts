/** The values of /proc/meminfo, in bytes. */
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
 * True when Docker runs on this machine, judged by the size of its memory: a local
 * socket can also belong to a virtual machine, such as Docker Desktop's.
 */
export function isDockersMemory(
  local: LocalMemory,
  dockerTotalBytes: number,
): boolean {
  return Math.abs(local.totalBytes - dockerTotalBytes) < 2 ** 20;
}

/**
 * The free memory of a host that cannot be measured: its total without the limits of
 * the nodes of labs.
 *
 * @param limits - of each running node; undefined for one without a limit
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
