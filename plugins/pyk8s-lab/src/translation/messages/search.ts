/** What a lab among the results of a search says. */
export const search = {
  kind: 'Lab',
} as const;
