const MAX = 100;

/** What was sent has not been checked yet, and may be as long as it likes. */
export function shortened(text: string | undefined): string | undefined {
  return text?.slice(0, MAX);
}
