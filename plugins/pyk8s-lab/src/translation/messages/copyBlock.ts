/** Text that can be copied. What it is comes as a phrase: "The commands". */
export const copyBlock = {
  copy: 'Copy: {{what}}',
} as const;
