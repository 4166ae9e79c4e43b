import { randomUUID } from 'node:crypto';

/**
 * A domain that nobody can have (RFC 2606): what a name stood for before an import
 * is kept under it, so that containerd does not collect it meanwhile.
 */
const PREFIX = 'pyk8s-lab.invalid/before-';
const NAME = /^pyk8s-lab\.invalid\/before-(\d{1,16})\/[\w-]{1,64}:kept$/;

/** True for a name of ours, which nobody has brought. */
export function isKeptName(name: string): boolean {
  return name.startsWith(PREFIX);
}

export function newKeptName(now: number): string {
  return `${PREFIX}${now}/${randomUUID()}:kept`;
}

/**
 * True for one that an import has left behind which was cut off by a crash.
 * @param olderThanMs - longer than any import takes
 */
export function isLeftOver(
  name: string,
  now: number,
  olderThanMs: number,
): boolean {
  const found = NAME.exec(name);
  return found !== null && now - Number(found[1]) > olderThanMs;
}
