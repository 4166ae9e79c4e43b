import type {
  LabLogContainer,
  LabLogNode,
  LabLogPod,
  LabLogQuery,
  LabLogRun,
  LabLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Translate } from '../translation';
import { describeNode } from '../labs';
import type { LogChoice } from './choice';
import { describeRun } from './describe';

/** Providers list no more pods of a cluster than this. */
const LISTED_PODS = 500;

/** Whether a cluster may have pods that are not listed. */
export function mayHaveMorePods(pods: readonly LabLogPod[]): boolean {
  return pods.length >= LISTED_PODS;
}

/**
 * What has logs, where a cluster that runs may have told nothing this time: its
 * nodes and pods are then those that were known, rather than gone.
 */
export function keepCluster(
  known: LabLogSources | undefined,
  next: LabLogSources,
): LabLogSources {
  return known && next.message !== undefined
    ? { ...next, nodes: known.nodes, pods: known.pods }
    : next;
}

/** What a choice means in a lab: a log, or why there is none. */
export interface ResolvedLog {
  /** Undefined when there is no such log. */
  readonly query?: LabLogQuery;
  /** What the log is called; in a sentence, after "of". */
  readonly name: string;
  /** What was chosen is not there (any more). */
  readonly missing?: string;
  /** What there is to do before there can be a log. */
  readonly hint?: string;
  readonly run?: LabLogRun;
  readonly node?: LabLogNode;
  readonly pod?: LabLogPod;
  readonly container?: LabLogContainer;
}

/**
 * Finds what was chosen among what there is; the usual where nothing was.
 *
 * @param isBeingMade - the lab is provisioning
 */
export function resolve(
  t: Translate,
  choice: LogChoice,
  sources: LabLogSources,
  isBeingMade = false,
): ResolvedLog {
  switch (choice.source) {
    case 'node':
      return resolveNode(t, choice, sources);
    case 'pod':
      return resolvePod(t, choice, sources);
    default:
      return resolveRun(t, choice, sources, isBeingMade);
  }
}

type ChoiceOf<S extends LogChoice['source']> = Extract<
  LogChoice,
  { source: S }
>;

function resolveRun(
  t: Translate,
  { run: id }: ChoiceOf<'provisioning'>,
  { runs }: LabLogSources,
  isBeingMade: boolean,
): ResolvedLog {
  const name = t('logs.name.provisioning');
  if (runs.length === 0 && !id && isBeingMade) {
    // Nothing was printed yet: the server waits for the run that is to come.
    return { name, query: { source: 'provisioning' } };
  }
  if (runs.length === 0) {
    return {
      name,
      ...(id
        ? { missing: t('logs.missing.onlyRun') }
        : { hint: t('logs.hint.noRuns') }),
    };
  }
  const run = id ? runs.find(one => one.id === id) : runs[runs.length - 1];
  if (!run) {
    return {
      name,
      missing: t('logs.missing.run'),
    };
  }
  return {
    name: t('logs.name.run', { run: describeRun(t, run) }),
    run,
    query: { source: 'provisioning', run: run.id },
  };
}

function resolveNode(
  t: Translate,
  { node: name, unit }: ChoiceOf<'node'>,
  { nodes, message }: LabLogSources,
): ResolvedLog {
  const node = name
    ? nodes.find(one => one.name === name)
    : nodes.find(({ role }) => role === 'control-plane') ?? nodes[0];
  if (!node && name && message !== undefined) {
    return {
      name: nameOfNode(t, name, unit),
      query: { source: 'node', node: name, ...(unit && { unit }) },
    };
  }
  if (!node) {
    return name
      ? {
          name: describeNode(t, name),
          missing: t('logs.missing.node', { node: describeNode(t, name) }),
        }
      : { name: t('logs.name.aNode'), hint: t('logs.hint.noNodes') };
  }
  if (unit && !node.units.includes(unit)) {
    return {
      name: describeNode(t, node.name),
      node,
      missing: t('logs.missing.unit', {
        unit,
        node: describeNode(t, node.name),
      }),
    };
  }
  return {
    name: nameOfNode(t, node.name, unit),
    node,
    query: { source: 'node', node: node.name, ...(unit && { unit }) },
  };
}

function nameOfNode(t: Translate, name: string, unit: string | undefined) {
  const node = describeNode(t, name);
  return unit
    ? t('logs.name.unit', { unit, node })
    : t('logs.name.node', { node });
}

function resolvePod(
  t: Translate,
  { namespace = 'default', pod: name, container, previous }: ChoiceOf<'pod'>,
  { pods, message }: LabLogSources,
): ResolvedLog {
  if (!name) {
    return {
      name: t('logs.name.aPod'),
      hint: pods.length > 0 ? t('logs.hint.choosePod') : t('logs.hint.noPods'),
    };
  }
  const pod = pods.find(
    one => one.name === name && one.namespace === namespace,
  );
  if (!pod && (message !== undefined || mayHaveMorePods(pods))) {
    // It may be there though it is not listed: the server knows.
    return {
      name: container
        ? t('logs.name.container', { pod: name, container })
        : name,
      query: {
        source: 'pod',
        namespace,
        pod: name,
        ...(container && { container }),
        ...(previous && { previous }),
      },
    };
  }
  if (!pod) {
    return {
      name,
      missing: t('logs.missing.pod', { pod: `${namespace}/${name}` }),
    };
  }
  return resolveContainer(t, pod, container, previous);
}

function resolveContainer(
  t: Translate,
  pod: LabLogPod,
  wanted: string | undefined,
  previous: boolean | undefined,
): ResolvedLog {
  const { containers, namespace, name } = pod;
  const container = wanted
    ? containers.find(one => one.name === wanted)
    : containers.find(({ init }) => !init) ?? containers[0];
  if (!container) {
    return {
      name,
      pod,
      missing: t('logs.missing.container', {
        container: wanted ?? '',
        pod: name,
      }),
    };
  }
  const names = { pod: name, container: container.name };
  const of = { pod, container, name: t('logs.name.container', names) };
  if (previous && container.restarts === 0) {
    return {
      ...of,
      missing: t('logs.missing.previous', { container: container.name }),
    };
  }
  return {
    ...of,
    name: previous ? t('logs.name.previous', names) : of.name,
    query: {
      source: 'pod',
      namespace,
      pod: name,
      container: container.name,
      ...(previous && { previous }),
    },
  };
}
