/** Marks a place in a log where lines may be missing. */
export const GAP_LINE = Buffer.from(
  '… Lines may be missing here: the log was rotated faster than it was read.\n',
);
