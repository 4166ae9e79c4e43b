/** What the parts of a lab's page have in common. */
export const tab = {
  ownerMay:
    'Its owner may. Ask to become a member of the group that owns it, or to be given the lab.',
} as const;
