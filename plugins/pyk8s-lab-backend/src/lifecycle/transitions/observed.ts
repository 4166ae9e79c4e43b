import type { LabSettings } from '../../config/LabSettings';
import type { LabChange, LabRecord, Observation } from '../../database';
import { resumedTime } from '../expiry';
import { withTimes } from './conditions';
import { joinedNodes } from './joinedNodes';

type Nodes = Observation['nodes'];

/**
 * What the last look at its cluster changes about a lab; undefined when nothing, and
 * where the look was about another state of the cluster. What starts or stops nodes
 * makes a new state, so that one look does so once.
 */
export function observed(
  lab: LabRecord,
  settings: Pick<LabSettings, 'ttl' | 'pause'>,
  now: Date,
): LabChange | undefined {
  const { cluster } = lab;
  const look = lastLook(lab);
  if (!cluster || !look) {
    return undefined;
  }
  if (lab.status === 'ERROR') {
    return remains(cluster.state, look.nodes);
  }
  if (!isToBeThere(lab)) {
    return undefined;
  }
  if (look.nodes.length < lab.spec.workers + 1) {
    return vanished(lab, look.nodes, settings, now);
  }
  return lab.status === 'PAUSED'
    ? stopAgain(lab, look.nodes, now)
    : startAgain(look.nodes, now) ??
        nodesCondition(lab, look.nodes, now) ??
        joinedNodes(lab, look.nodes);
}

/** Whether the last look found fewer nodes than a lab is to have. */
export function lacksNodes(lab: LabRecord): boolean {
  const look = lastLook(lab);
  return (
    look !== undefined &&
    isToBeThere(lab) &&
    look.nodes.length < lab.spec.workers + 1
  );
}

/** None, where it was about another state of the cluster. */
function lastLook({ cluster }: LabRecord): Observation | undefined {
  const look = cluster?.observed;
  return look?.version === cluster?.version ? look : undefined;
}

function isToBeThere({ status, desired }: LabRecord): boolean {
  return (
    (status === 'RUNNING' && desired === 'running') ||
    (status === 'PAUSED' && desired === 'paused')
  );
}

/** A failed lab whose cluster is gone uses no quota. */
function remains(state: string, nodes: Nodes): LabChange | undefined {
  const is = nodes.length > 0 ? 'broken' : 'gone';
  return state === is ? undefined : { set: {}, cluster: { state: is } };
}

function vanished(
  lab: LabRecord,
  nodes: Nodes,
  settings: Pick<LabSettings, 'ttl' | 'pause'>,
  now: Date,
): LabChange {
  const message =
    nodes.length > 0
      ? `Nodes of the cluster were removed: ${nodes.length} of ${
          lab.spec.workers + 1
        } are left. Recreate it, or delete the lab.`
      : `The cluster no longer exists: ${
          lab.simulated
            ? 'simulated clusters end with the portal that simulates them'
            : 'something other than this portal removed it'
        }. Recreate it, or delete the lab.`;
  const time = resumedTime(lab, settings, now);
  return {
    set: {
      status: 'ERROR',
      statusMessage: message,
      desired: 'running',
      nodes: [],
      conditions: {},
      ...time,
      pausedAt: undefined,
      pausedSecondsLeft: undefined,
      nextAttemptAt: time.expiresAt,
    },
    cluster: { state: nodes.length > 0 ? 'broken' : 'gone' },
    events: [{ type: 'lab.vanished', message }],
  };
}

/** Stops nodes of a paused lab that were started from outside. */
function stopAgain(
  lab: LabRecord,
  nodes: Nodes,
  now: Date,
): LabChange | undefined {
  const up = nodes.filter(({ state }) => state === 'running');
  if (up.length === 0) {
    return undefined;
  }
  const message = `Nodes run although the lab is paused, and are stopped again: ${up
    .map(({ name }) => name)
    .join(', ')}.`;
  return {
    set: {
      status: 'PAUSING',
      // Why it was paused stays; what went wrong meanwhile does not.
      statusMessage: lab.failures > 0 ? '' : lab.statusMessage,
      failures: 0,
      nextAttemptAt: now,
    },
    cluster: { state: 'stopped' },
    events: [{ type: 'lab.pausing', message }],
  };
}

/**
 * Has nodes started again that stopped without being told to, as they do when
 * Docker or its machine was restarted.
 */
function startAgain(nodes: Nodes, now: Date): LabChange | undefined {
  const down = nodes.filter(({ state }) => state === 'stopped');
  if (down.length === 0) {
    return undefined;
  }
  const message = `Nodes have stopped and are started again: ${withDetail(
    down,
  )}.`;
  return {
    set: {
      status: 'RESUMING',
      statusMessage: message,
      failures: 0,
      nextAttemptAt: now,
    },
    cluster: { state: 'ready' },
    events: [{ type: 'lab.resuming', message }],
  };
}

function nodesCondition(
  lab: LabRecord,
  nodes: Nodes,
  now: Date,
): LabChange | undefined {
  const down = nodes.filter(({ state }) => state !== 'running');
  const known = lab.conditions.nodes?.status === 'failed';
  if (down.length > 0 && !known) {
    const message = `Not running: ${withDetail(down)}.`;
    return {
      set: {
        conditions: withTimes(
          {
            ...lab.conditions,
            nodes: { status: 'failed', reason: 'NodeNotRunning', message },
          },
          lab.conditions,
          now,
        ),
      },
      events: [{ type: 'lab.condition', message }],
    };
  }
  if (down.length === 0 && known) {
    const { nodes: _, ...conditions } = lab.conditions;
    return {
      set: { conditions },
      events: [
        { type: 'lab.condition', message: 'All nodes are running again.' },
      ],
    };
  }
  return undefined;
}

function withDetail(nodes: Nodes): string {
  return nodes.map(({ name, detail }) => `${name} (${detail})`).join(', ');
}
