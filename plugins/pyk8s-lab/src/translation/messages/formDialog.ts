/** What the dialogs with a form have in common. */
export const formDialog = {
  cancel: 'Cancel',
  close: 'Close',
} as const;
