/** The dialog that changes what a lab is for. */
export const editDialog = {
  title: 'Edit {{name}}',
  cancel: 'Cancel',
  submit: 'Save',
} as const;
