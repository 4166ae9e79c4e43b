/** The dialog that changes what a lab is for. */
export const editDialog = {
  title: 'Edit {{name}}',
  submit: 'Save',
} as const;
