/** The question whether a lab is really to be deleted. */
export const deleteDialog = {
  title: 'Delete {{name}}?',
  text: 'The cluster of the lab {{name}} and everything in it will be deleted. This cannot be undone.',
  keep: 'Keep it',
  confirm: 'Delete {{name}}',
} as const;
