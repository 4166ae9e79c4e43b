/** The dialog that gives a lab to another owner. */
export const handOverDialog = {
  title: 'Change the owner of {{name}}',
  noChoice:
    'You can hand a lab to yourself or to a group of yours, and there is no other that you belong to. Ask an administrator to hand it to somebody else.',
  consequences:
    "The new owner can do everything with the lab, and it counts for the new owner's quota. Those who do not belong to the new owner will not see it any more; kubeconfigs that they have downloaded still work.",
  newOwner: 'New owner',
  anybodyHelp:
    'The entity ref of a user or group, such as group:default/team-a.',
  choiceHelp: "A group's lab belongs to all of its members.",
  cancel: 'Cancel',
  submit: 'Hand over',
  submitTo: 'Hand over to {{owner}}',
} as const;
