/** What the parts of a lab's page have in common. */
export const tab = {
  ownerMay:
    'Ask its owner to add you to the group that owns it, or to transfer the lab to you.',
} as const;
