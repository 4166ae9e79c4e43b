/** What came of looking at one part of the set-up. */
export interface Finding {
  /** `skip` is for what cannot be looked at, or is not needed. */
  state: 'ok' | 'problem' | 'hint' | 'skip';
  title: string;
  /** What was seen. */
  detail: string;
  /** What to do; for problems and hints. */
  remedy?: string;
}

/** The option that makes a proposed command be for the same portal. */
export function forInstance(instance: string | undefined): string {
  return instance === undefined ? '' : ` --instance ${instance}`;
}
