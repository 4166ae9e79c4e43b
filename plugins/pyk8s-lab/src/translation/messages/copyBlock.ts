/** Text that can be copied. What it is comes as a phrase: "The commands". */
export const copyBlock = {
  copy: 'Copy: {{what}}',
  copied: '{{what}} copied',
  failed: '{{what}} could not be copied',
} as const;
