/** Owners of labs, where the catalog does not name them. */
export const owners = {
  user: '{{name}} (user)',
  group: '{{name}} (group)',
  otherKind: '{{name}} ({{kind}})',
  malformed:
    'Write the entity ref of a user or group, such as user:default/alice or group:default/team-a.',
  unchanged: 'It is the owner already.',
} as const;
