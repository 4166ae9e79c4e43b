/** What is said of a text that was copied, such as "The commands". */
export const copy = {
  done: '{{what}} copied',
  failed: '{{what}} could not be copied',
} as const;
