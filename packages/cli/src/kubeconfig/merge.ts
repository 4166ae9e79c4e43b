import { isMap, isSeq, parse, type Document, type YAMLMap } from 'yaml';
import { CliError } from '../errors';
import {
  clustersOf,
  contentOf,
  labContexts,
  listOf,
  markOf,
  namesIn,
} from './reading';
import { EXTENSION, LISTS, type Kubeconfig, type LabMark } from './shapes';

/**
 * Adds a lab to a kubeconfig and keeps everything else, comments included.
 *
 * @param document - the user's kubeconfig
 * @param kubeconfig - the lab's own, with one context
 * @param taken - names that are used in other files
 * @returns the name of its context, which is unique
 */
export function addLab(
  document: Document,
  kubeconfig: string,
  mark: LabMark,
  taken: readonly string[] = [],
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
  const name = freeName(
    new Set([...taken, ...namesIn(document)]),
    `kind-${mark.name}`,
    mark.lab,
  );
  const extensions = [{ name: EXTENSION, extension: mark }];
  add(document, 'clusters', {
    name,
    cluster: { ...Object(cluster.cluster), extensions },
  });
  add(document, 'users', { ...user, name });
  add(document, 'contexts', { name, context: { cluster: name, user: name } });
  return name;
}

/**
 * Removes labs: their clusters, all contexts of these, and the users that were added
 * with them. Names alone are not enough, because the user may have renamed the context
 * or have other entries of the same name.
 *
 * @returns the contexts, with the stored marks of their labs
 */
export function removeLabs(
  document: Document,
  isToGo: (mark: LabMark) => boolean,
): { context: string; mark: LabMark }[] {
  const removed = labContexts(document).filter(({ mark }) => isToGo(mark));
  const clusters = clustersOf(document, isToGo);
  const names = new Set(removed.map(({ context }) => context));
  const keptUsers = new Set<unknown>(
    listOf(contentOf(document).contexts)
      .filter(({ name }) => !names.has(name))
      .map(({ context }) => Object(context).user),
  );
  drop(document, 'clusters', name => clusters.has(name));
  drop(document, 'contexts', name => names.has(name));
  // A lab's user has the same name as its cluster.
  drop(document, 'users', name => clusters.has(name) && !keptUsers.has(name));
  return removed;
}

/** Updates the marks of labs. @param change - returns undefined to keep a mark */
export function changeMarks(
  document: Document,
  change: (mark: LabMark) => LabMark | undefined,
): void {
  const { clusters } = contentOf(document);
  (Array.isArray(clusters) ? clusters : []).forEach((item, index) => {
    const mark = markOf(item?.cluster);
    const changed = mark && change(mark);
    if (changed) {
      const { extensions } = Object(item.cluster);
      const place = extensions.findIndex(
        (each: unknown) => Object(each).name === EXTENSION,
      );
      document.setIn(
        ['clusters', index, 'cluster', 'extensions', place, 'extension'],
        document.createNode(changed),
      );
    }
  });
}

/** Names in a kubeconfig that do not belong to the lab. */
export function othersThan(lab: string, document: Document): string[] {
  const rest = document.clone() as Document;
  removeLabs(rest, mark => mark.lab === lab);
  return [...new Set(namesIn(rest))];
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

/** Turns an empty document into a kubeconfig. */
function begin(document: Document): void {
  if (document.contents === null || !isMap(document.contents)) {
    if (document.contents !== null && document.toJS() !== null) {
      throw new CliError(
        'The file to merge into is not a kubeconfig: choose another one with --kubeconfig.',
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
    // An empty list is often written as [], and items in flow style are hard to read.
    items.flow = false;
    items.add(document.createNode(item));
  } else {
    document.set(list, document.createNode([item]));
  }
}

function freeName(
  taken: ReadonlySet<string>,
  wanted: string,
  id: string,
): string {
  const longer = `${wanted}-${id.slice(0, 8)}`;
  let name = taken.has(wanted) ? longer : wanted;
  for (let number = 2; taken.has(name); number++) {
    name = `${longer}-${number}`;
  }
  return name;
}
