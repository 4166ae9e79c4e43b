import type { ListedNode } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { aLab } from '../../__testUtils__/builders';
import { joinedNodes } from './joinedNodes';

const control = { name: 'c-control-plane', role: 'control-plane' } as const;
const worker = { name: 'c-worker', role: 'worker' } as const;
const lab = aLab({
  status: 'RUNNING',
  nodes: [{ ...control, state: 'ready' }],
});
const listed = (...nodes: Omit<ListedNode, 'detail'>[]) =>
  nodes.map(node => ({ ...node, detail: node.state }));

describe('joinedNodes', () => {
  it('takes in nodes that are new, and says so', () => {
    const cluster = listed(
      { ...control, state: 'running' },
      { ...worker, state: 'running' },
    );
    const change = joinedNodes(lab, cluster);
    expect(change).toEqual({
      set: {
        nodes: [
          { ...control, state: 'ready' },
          { ...worker, state: 'joining' },
        ],
      },
      events: [{ type: 'lab.nodes', message: 'Joined the cluster: c-worker.' }],
    });
    // Once.
    expect(joinedNodes({ ...lab, ...change?.set }, cluster)).toBeUndefined();
  });

  it('forgets nodes that have left, so that they are new when they come back', () => {
    const both = {
      ...lab,
      nodes: [...lab.nodes, { ...worker, state: 'ready' }],
    };
    expect(joinedNodes(both, listed({ ...control, state: 'running' }))).toEqual(
      {
        set: { nodes: lab.nodes },
        events: [{ type: 'lab.nodes', message: 'Left the cluster: c-worker.' }],
      },
    );
  });

  it.each([
    ['are known', lab, listed({ ...control, state: 'running' })],
    [
      'do not run',
      lab,
      listed({ ...control, state: 'running' }, { ...worker, state: 'stopped' }),
    ],
    [
      'are all that the portal hears of first',
      { ...lab, nodes: [] },
      listed({ ...worker, state: 'running' }),
    ],
    [
      'belong to a lab that does not run',
      { ...lab, status: 'PAUSED' as const },
      listed({ ...worker, state: 'running' }),
    ],
  ])('leaves a lab as it is whose nodes %s', (_, of, cluster) => {
    expect(joinedNodes(of, cluster)).toBeUndefined();
  });
});
