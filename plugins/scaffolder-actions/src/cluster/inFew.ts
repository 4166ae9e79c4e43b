/** As much of one thing as a line of a log bears. */
const MAX_LENGTH = 500;
const MAX_PARTS = 20;

/** A few of several things that a cluster says, each shortened and named once. */
export function inFew(parts: readonly string[]): string {
  const different = [...new Set(parts.map(shortened))];
  const more = different.length - MAX_PARTS;
  return [
    ...different.slice(0, MAX_PARTS),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('; ');
}

function shortened(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
