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
 * Adds a lab to a kubeconfig. Everything else, comments included, stays as it is.
 *
 * @param document - the person's kubeconfig
 * @param kubeconfig - the lab's own, with one context
 * @param taken - names that are used in other files
 * @returns the name of its context, which is that of no other
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
 * Removes labs: their clusters, all contexts for these, and the users that came
 * with them. Names alone decide nothing, since a person may have something else of
 * the same name, and may have renamed the context.
 *
 * @returns the contexts, with what was known of their labs
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
  // A lab's user has come with its cluster, under one name.
  drop(document, 'users', name => clusters.has(name) && !keptUsers.has(name));
  return removed;
}

/** Changes what is known of labs. @param change - undefined leaves a mark alone */
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

/** Names in a kubeconfig that belong to anything but that lab. */
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

/** Makes a kubeconfig of an empty document. */
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
    // An empty list is often written as [], and what is in it is not readable so.
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
