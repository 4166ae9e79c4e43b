import { isMap, isSeq, parse, type Document, type YAMLMap } from 'yaml';
import { CliError } from '../errors';
import { EXTENSION, type Kubeconfig, type LabMark, type Named } from './shapes';

const LISTS = ['clusters', 'users', 'contexts'] as const;

/**
 * Adds a lab to a kubeconfig, or replaces what is there of it. Everything else,
 * comments included, stays as it is.
 *
 * @param document - the person's kubeconfig
 * @param kubeconfig - the lab's own, with one context
 * @param options - switchTo: make its context the current one
 * @returns the name of its context, which is not that of another
 */
export function mergeLab(
  document: Document,
  kubeconfig: string,
  mark: LabMark,
  options: { switchTo: boolean },
): string {
  const lab = parse(kubeconfig) as Kubeconfig;
  const [cluster] = lab.clusters ?? [];
  const [user] = lab.users ?? [];
  if (!cluster || !user) {
    throw new CliError(
      'The portal gave a kubeconfig without a cluster: try again.',
    );
  }
  begin(document);
  const wasCurrent = labContexts(document).some(
    ({ context, mark: { lab: id } }) =>
      id === mark.lab && document.get('current-context') === context,
  );
  removeContexts(document, ({ lab: id }) => id === mark.lab);
  const name = freeName(document, `kind-${mark.name}`, mark.lab);
  const extensions = [{ name: EXTENSION, extension: mark }];
  add(document, 'clusters', {
    name,
    cluster: { ...Object(cluster.cluster), extensions },
  });
  add(document, 'users', { ...user, name });
  add(document, 'contexts', { name, context: { cluster: name, user: name } });
  if (options.switchTo || wasCurrent) {
    document.set('current-context', name);
  }
  return name;
}

/** The contexts of labs in a kubeconfig. */
export function labContexts(
  document: Document,
): { context: string; mark: LabMark }[] {
  const config = (document.toJS() ?? {}) as Kubeconfig;
  return listOf(config.clusters).flatMap(({ name, cluster }) => {
    const mark = markOf(cluster);
    return mark
      ? listOf(config.contexts)
          .filter(({ context }) => {
            const of: unknown = Object(context).cluster;
            return of === name;
          })
          .map(({ name: context }) => ({ context, mark }))
      : [];
  });
}

/** Whether a kubeconfig has the cluster of a lab, with a context or without. */
export function hasLab(
  document: Document,
  isMeant: (mark: LabMark) => boolean,
): boolean {
  return clustersOf(document, isMeant).size > 0;
}

/**
 * Removes labs: their clusters, whichever contexts are for these, and the users
 * that came with them. Names alone decide nothing, since a person may have
 * something else of the same name, and may have named the context anew.
 *
 * @returns the names of the contexts
 */
export function removeContexts(
  document: Document,
  isToGo: (mark: LabMark) => boolean,
): string[] {
  const clusters = clustersOf(document, isToGo);
  const { contexts } = (document.toJS() ?? {}) as Kubeconfig;
  const names = new Set<string>();
  const keptUsers = new Set<unknown>();
  for (const { name, context } of listOf(contexts)) {
    if (clusters.has(Object(context).cluster)) {
      names.add(name);
    } else {
      keptUsers.add(Object(context).user);
    }
  }
  drop(document, 'clusters', name => clusters.has(name));
  drop(document, 'contexts', name => names.has(name));
  // A lab's user has come with its cluster, under one name.
  drop(document, 'users', name => clusters.has(name) && !keptUsers.has(name));
  const current = document.get('current-context');
  if (typeof current === 'string' && names.has(current)) {
    document.set('current-context', '');
  }
  return [...names];
}

/** The names of labs' clusters. */
function clustersOf(
  document: Document,
  isMeant: (mark: LabMark) => boolean,
): Set<unknown> {
  const { clusters } = (document.toJS() ?? {}) as Kubeconfig;
  return new Set(
    listOf(clusters)
      .filter(({ cluster }) => {
        const mark = markOf(cluster);
        return mark && isMeant(mark);
      })
      .map(({ name }) => name),
  );
}

function drop(
  document: Document,
  list: (typeof LISTS)[number],
  isToGo: (name: string) => boolean,
): void {
  const items = document.get(list);
  if (isSeq(items)) {
    items.items = items.items.filter(
      item => !isMap(item) || !isToGo(String(item.get('name'))),
    );
  }
}

/** Makes a kubeconfig of an empty document. */
function begin(document: Document): void {
  if (document.contents === null || !isMap(document.contents)) {
    if (document.contents !== null && document.toJS() !== null) {
      throw new CliError(
        'The kubeconfig to merge into is none: choose another file with --kubeconfig.',
      );
    }
    document.contents = document.createNode({
      apiVersion: 'v1',
      kind: 'Config',
    }) as YAMLMap;
  }
}

function add(document: Document, list: (typeof LISTS)[number], item: object) {
  const items = document.get(list);
  if (isSeq(items)) {
    // An empty list is often written as [], and what is in it is not readable so.
    items.flow = false;
    items.add(document.createNode(item));
  } else {
    document.set(list, document.createNode([item]));
  }
}

function freeName(document: Document, wanted: string, id: string): string {
  const config = (document.toJS() ?? {}) as Kubeconfig;
  const taken = new Set(
    LISTS.flatMap(list => listOf(config[list]).map(({ name }) => name)),
  );
  const longer = `${wanted}-${id.slice(0, 8)}`;
  let name = taken.has(wanted) ? longer : wanted;
  for (let number = 2; taken.has(name); number++) {
    name = `${longer}-${number}`;
  }
  return name;
}

function listOf(list: unknown): Named[] {
  return Array.isArray(list) ? list.filter(item => item?.name) : [];
}

function markOf(cluster: unknown): LabMark | undefined {
  const { extensions } = Object(cluster);
  const found = listOf(extensions).find(({ name }) => name === EXTENSION);
  const { lab, name, portal, user } = Object(found?.extension);
  return typeof lab === 'string' && typeof portal === 'string'
    ? {
        lab,
        portal,
        name: String(name),
        ...(typeof user === 'string' && { user }),
      }
    : undefined;
}
