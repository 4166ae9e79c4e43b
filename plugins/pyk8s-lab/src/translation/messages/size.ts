/** Sizes of files and the like, with one digit after the point or none. */
export const size = {
  B: '{{amount, number(useGrouping: false)}} B',
  KiB: '{{amount, number(useGrouping: false)}} KiB',
  MiB: '{{amount, number(useGrouping: false)}} MiB',
  GiB: '{{amount, number(useGrouping: false)}} GiB',
  TiB: '{{amount, number(useGrouping: false)}} TiB',
} as const;
