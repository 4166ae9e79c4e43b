/** The result of checking one part of the set-up. */
export interface Finding {
  /** `skip`: cannot be checked, or is not needed. */
  state: 'ok' | 'problem' | 'hint' | 'skip';
  title: string;
  /** What was found. */
  detail: string;
  /** What to do; for problems and hints. */
  remedy?: string;
}

/** The option that makes a suggested command use the same portal. */
export function forInstance(instance: string | undefined): string {
  return instance === undefined ? '' : ` --instance ${instance}`;
}
