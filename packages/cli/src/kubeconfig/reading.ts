import { isMap, type Document } from 'yaml';
import {
  EXTENSION,
  LISTS,
  type Kubeconfig,
  type LabMark,
  type Named,
} from './shapes';

/** The content of a document; an empty object if it is empty. */
export function contentOf(document: Document): Kubeconfig {
  return Object(document.toJS());
}

/** The named items of a list; other items are skipped. */
export function listOf(list: unknown): Named[] {
  return Array.isArray(list) ? list.filter(item => item?.name) : [];
}

/** The mark of a lab's cluster. */
export function markOf(cluster: unknown): LabMark | undefined {
  const { extensions } = Object(cluster);
  const found = listOf(extensions).find(({ name }) => name === EXTENSION);
  return asMark(found?.extension);
}

function asMark(value: unknown): LabMark | undefined {
  const { lab, name, portal, user, expires, previous } = Object(value);
  return typeof lab === 'string' && typeof portal === 'string'
    ? {
        lab,
        portal,
        name: String(name),
        ...(typeof user === 'string' && { user }),
        ...(typeof expires === 'string' && { expires }),
        ...(typeof previous === 'string' && { previous }),
      }
    : undefined;
}

/** The contexts of labs in a kubeconfig. */
export function labContexts(
  document: Document,
): { context: string; mark: LabMark }[] {
  const { clusters, contexts } = contentOf(document);
  return listOf(clusters).flatMap(({ name, cluster }) => {
    const mark = markOf(cluster);
    return mark
      ? listOf(contexts)
          .filter(({ context }) => {
            const of: unknown = Object(context).cluster;
            return of === name;
          })
          .map(({ name: context }) => ({ context, mark }))
      : [];
  });
}

/** Whether a kubeconfig has the cluster of a lab, with or without a context. */
export function hasLab(
  document: Document,
  isMeant: (mark: LabMark) => boolean,
): boolean {
  return clustersOf(document, isMeant).size > 0;
}

/** The names of the clusters of labs. */
export function clustersOf(
  document: Document,
  isMeant: (mark: LabMark) => boolean,
): Set<unknown> {
  return new Set(
    listOf(contentOf(document).clusters)
      .filter(({ cluster }) => {
        const mark = markOf(cluster);
        return mark && isMeant(mark);
      })
      .map(({ name }) => name),
  );
}

/** The names of everything in a kubeconfig. */
export function namesIn(document: Document): string[] {
  const content = contentOf(document);
  return LISTS.flatMap(list => listOf(content[list]).map(({ name }) => name));
}

/** Whether a kubeconfig has a context of this name. */
export function hasContext(document: Document, wanted: string): boolean {
  return listOf(contentOf(document).contexts).some(
    ({ name }) => name === wanted,
  );
}

/** Whether a file is empty or a kubeconfig by kubectl's rules. */
export function isKubeconfig(document: Document): boolean {
  const { contents } = document;
  return (
    contents === null ||
    document.toJS() === null ||
    (isMap(contents) &&
      (document.get('kind') === 'Config' ||
        LISTS.some(list => document.has(list))))
  );
}
