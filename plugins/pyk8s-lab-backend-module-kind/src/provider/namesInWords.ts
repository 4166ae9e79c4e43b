const MOST = 20;

/** Some names for people: as many as one wants to read. */
export function namesInWords(names: readonly string[]): string {
  const shown = names.slice(0, MOST);
  return names.length > shown.length
    ? `${shown.join(', ')} and more`
    : shown.join(', ');
}
