/**
 * Whether the page at a path shows toasts for what happens to labs: the Labs pages,
 * the tab of a component, and the page of a lab in the catalog.
 */
export function tellsOfLabs(pathname: string): boolean {
  const [first, ...rest] = pathname.split('/').filter(Boolean);
  if (first === 'labs') {
    return true;
  }
  const [, kind, name, tab] = rest;
  return (
    first === 'catalog' &&
    (tab === 'labs' || (kind === 'resource' && /^lab-/.test(name ?? '')))
  );
}
