/** The fields of a notification that matter here. */
export interface LabNotification {
  topic?: string;
  scope?: string;
  link?: string;
}

/** The scope has the lab's id, and what it is about. */
const SCOPE = /^pyk8s-lab-(?<id>.+)-(?<about>made|idle|expiring)$/;

/**
 * Whether the page at a path shows a toast for what a notification says: that a
 * lab is ready, has failed, was paused or has ended. That a lab is about to end, or
 * was transferred to somebody, no page tells by itself.
 */
export function isToldOn(
  pathname: string,
  { topic, scope = '', link = '' }: LabNotification,
): boolean {
  const { id, about } = SCOPE.exec(scope)?.groups ?? {};
  // One that asks whether to extend a lab has the scope of the lab's end.
  const isAsked = about === 'expiring' && link.includes('?extend');
  return (
    topic === 'pyk8s-lab' &&
    id !== undefined &&
    !isAsked &&
    showsLab(pathname, id)
  );
}

/**
 * Whether it is a page of labs: the list, the page of this lab, the tab of a
 * component, or the lab's page in the catalog.
 */
function showsLab(pathname: string, id: string): boolean {
  const [first, ...rest] = pathname.split('/').filter(Boolean);
  if (first === 'labs') {
    return rest.length === 0 || rest[0] === id;
  }
  const [, kind, name, tab] = rest;
  return (
    first === 'catalog' &&
    (tab === 'labs' || (kind === 'resource' && name === `lab-${id}`))
  );
}
