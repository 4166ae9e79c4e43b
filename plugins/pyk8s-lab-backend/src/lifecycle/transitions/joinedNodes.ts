import type { ListedNode } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { JOINING, type LabChange, type LabRecord } from '../../database';

/**
 * What nodes that have joined a running lab's cluster, or left it again, change about
 * it; undefined when none has.
 *
 * @param listed - its nodes, as the provider lists them
 */
export function joinedNodes(
  lab: LabRecord,
  listed: readonly ListedNode[],
): LabChange | undefined {
  // Before its nodes are known, none of them is new.
  if (lab.status !== 'RUNNING' || lab.nodes.length === 0) {
    return undefined;
  }
  const known = new Set(lab.nodes.map(({ name }) => name));
  const names = new Set(listed.map(({ name }) => name));
  const joined = listed.filter(
    ({ name, state }) => state === 'running' && !known.has(name),
  );
  // One that comes back by the same name is new then.
  const left = lab.nodes.filter(({ name }) => !names.has(name));
  if (joined.length === 0 && left.length === 0) {
    return undefined;
  }
  return {
    set: {
      nodes: [
        ...lab.nodes.filter(({ name }) => names.has(name)),
        ...joined.map(({ name, role }) => ({ name, role, state: JOINING })),
      ],
    },
    events: [
      ...sentence('Joined the cluster', joined),
      ...sentence('Left the cluster', left),
    ].map(message => ({ type: 'lab.nodes', message })),
  };
}

/** True for a lab with nodes that were not given its images yet. */
export function hasJoining({ status, nodes }: LabRecord): boolean {
  return status === 'RUNNING' && nodes.some(({ state }) => state === JOINING);
}

function sentence(what: string, nodes: readonly { name: string }[]): string[] {
  return nodes.length === 0
    ? []
    : [`${what}: ${nodes.map(({ name }) => name).join(', ')}.`];
}
