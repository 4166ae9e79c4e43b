/** Owners of labs, where the catalog does not name them. */
export const owners = {
  user: '{{name}} (user)',
  group: '{{name}} (group)',
  otherKind: '{{name}} ({{kind}})',
  malformed:
    'Enter the entity ref of a user or group, for example user:default/alice or group:default/team-a.',
  unchanged: 'This is already the owner.',
} as const;
