/**
 * Whether an entity ref is what somebody typed for it: in full, without its kind,
 * or its name alone.
 */
export function isOwner(entityRef: string, typed: string): boolean {
  const ref = entityRef.toLowerCase();
  const text = typed.toLowerCase();
  const [, namespaced = ref] = /^[^:]+:(.+)$/.exec(ref) ?? [];
  return (
    text === ref ||
    text === namespaced ||
    `default/${text}` === namespaced ||
    // With its kind, but without its namespace.
    (text.includes(':') && text.replace(':', ':default/') === ref)
  );
}

/** An entity ref as short as it is clear: `alice`, `group:team-payments`. */
export function shortOwner(entityRef: string): string {
  return entityRef.replace(/^user:/, '').replace(/(^|:)default\//, '$1');
}
