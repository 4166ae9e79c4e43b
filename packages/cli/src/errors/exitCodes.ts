/**
 * What `pyk8s` ends with. They are documented in docs/cli.md: scripts rely on them.
 */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  forbidden: 4,
  conflict: 5,
  timedOut: 124,
  interrupted: 130,
} as const;
