/** The dialog that transfers a lab to another owner. */
export const handOverDialog = {
  title: 'Transfer {{name}}',
  consequences:
    'The new owner has full control of the lab, and it counts towards their quota. Everyone else loses access to it in the portal; kubeconfigs that were downloaded keep working.',
  losesAccess:
    'You do not belong to the new owner, so you lose access to this lab.',
  newOwner: 'New owner',
  choiceHelp: "A group's lab belongs to all of its members.",
  submit: 'Transfer',
  submitTo: 'Transfer to {{owner}}',
} as const;
