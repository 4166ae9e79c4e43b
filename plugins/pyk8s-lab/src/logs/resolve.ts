import type {
  LabLogContainer,
  LabLogNode,
  LabLogPod,
  LabLogQuery,
  LabLogRun,
  LabLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LogChoice } from './choice';
import { describeRun } from './runs';
import { mayHaveMorePods } from './sources';

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
 * @param isBeingMade - the lab is made at the moment
 */
export function resolve(
  choice: LogChoice,
  sources: LabLogSources,
  isBeingMade = false,
): ResolvedLog {
  switch (choice.source) {
    case 'node':
      return resolveNode(choice, sources);
    case 'pod':
      return resolvePod(choice, sources);
    default:
      return resolveRun(choice, sources, isBeingMade);
  }
}

type ChoiceOf<S extends LogChoice['source']> = Extract<
  LogChoice,
  { source: S }
>;

function resolveRun(
  { run: id }: ChoiceOf<'provisioning'>,
  { runs }: LabLogSources,
  isBeingMade: boolean,
): ResolvedLog {
  const name = 'making the lab';
  if (runs.length === 0 && !id && isBeingMade) {
    // Nothing was printed yet: the server waits for the run that is to come.
    return { name, query: { source: 'provisioning' } };
  }
  if (runs.length === 0) {
    return {
      name,
      ...(id
        ? { missing: 'The output of this attempt is not kept any more.' }
        : { hint: 'Nothing was written yet: the lab is not being made yet.' }),
    };
  }
  const run = id ? runs.find(one => one.id === id) : runs[runs.length - 1];
  if (!run) {
    return {
      name,
      missing:
        'The output of this attempt is not kept any more. Choose another.',
    };
  }
  return {
    name: `making the lab (${describeRun(run)})`,
    run,
    query: { source: 'provisioning', run: run.id },
  };
}

function resolveNode(
  { node: name, unit }: ChoiceOf<'node'>,
  { nodes, message }: LabLogSources,
): ResolvedLog {
  const node = name
    ? nodes.find(one => one.name === name)
    : nodes.find(({ role }) => role === 'control-plane') ?? nodes[0];
  if (!node && name && message !== undefined) {
    return {
      name: unit ? `${unit} on ${name}` : `the node ${name}`,
      query: { source: 'node', node: name, ...(unit && { unit }) },
    };
  }
  if (!node) {
    return name
      ? { name, missing: `There is no node ${name} in this lab any more.` }
      : { name: 'a node', hint: 'The cluster has told of no nodes.' };
  }
  if (unit && !node.units.includes(unit)) {
    return {
      name: node.name,
      node,
      missing: `There is no service ${unit} on the node ${node.name}.`,
    };
  }
  return {
    name: unit ? `${unit} on ${node.name}` : `the node ${node.name}`,
    node,
    query: { source: 'node', node: node.name, ...(unit && { unit }) },
  };
}

function resolvePod(
  { namespace = 'default', pod: name, container, previous }: ChoiceOf<'pod'>,
  { pods, message }: LabLogSources,
): ResolvedLog {
  if (!name) {
    return {
      name: 'a pod',
      hint:
        pods.length > 0
          ? 'Choose a pod to see its log.'
          : 'The cluster has told of no pods.',
    };
  }
  const pod = pods.find(
    one => one.name === name && one.namespace === namespace,
  );
  if (!pod && (message !== undefined || mayHaveMorePods(pods))) {
    // It may be there though it is not listed: the server knows.
    return {
      name: container ? `${name}, ${container}` : name,
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
      missing: `There is no pod ${namespace}/${name} in this lab any more.`,
    };
  }
  return resolveContainer(pod, container, previous);
}

function resolveContainer(
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
      missing: `There is no container ${wanted ?? ''} in the pod ${name}.`,
    };
  }
  const of = { pod, container, name: `${name}, ${container.name}` };
  if (previous && container.restarts === 0) {
    return {
      ...of,
      missing: `${container.name} was not started again, so it has no previous log.`,
    };
  }
  return {
    ...of,
    name: previous ? `${of.name}, before its last restart` : of.name,
    query: {
      source: 'pod',
      namespace,
      pod: name,
      container: container.name,
      ...(previous && { previous }),
    },
  };
}
