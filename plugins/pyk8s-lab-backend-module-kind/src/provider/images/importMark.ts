/**
 * The label by which a node knows an image that people have brought. Its value names
 * the content, too: a name that stands for another content since then, as when an
 * import was cut off by a crash, does not count as brought.
 */
export const MARK = 'pyk8s-lab/imported';

/** When an image was brought, and with what content. */
export interface ImportMark {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly target: string;
}

const VALUE =
  /(?:^|[\s,])pyk8s-lab\/imported=(\d{4}-\d\d-\d\dT[\d:.]{1,20}Z)_(sha256:[\da-f]{64})(?=[\s,]|$)/;

export function markValue({ at, target }: ImportMark): string {
  return `${at}_${target}`;
}

/** @param labels - as ctr lists them: `name=value,name=value` */
export function readMark(labels: string): ImportMark | undefined {
  const found = VALUE.exec(labels);
  return found ? { at: found[1], target: found[2] } : undefined;
}
