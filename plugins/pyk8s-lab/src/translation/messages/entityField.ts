/** A field that chooses an entity of the catalog. */
export const entityField = {
  placeholder: 'Search the catalog',
  refPlaceholder: '{{kind}}:default/name',
  searchFailed: 'The catalog could not be searched: {{reason}}',
} as const;
