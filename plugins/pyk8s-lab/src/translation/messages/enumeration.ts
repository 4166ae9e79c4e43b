/** How things are named one after the other: `a, b and c`. */
export const enumeration = {
  /** Puts the last thing after all others. */
  last: '{{others}} and {{last}}',
  /** Puts the next thing after those before it. */
  next: '{{others}}, {{next}}',
} as const;
