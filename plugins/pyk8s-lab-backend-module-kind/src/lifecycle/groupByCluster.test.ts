import { groupByCluster } from './groupByCluster';

const container = (cluster: string, state: string) => ({
  id: `${cluster}-${state}`,
  cluster,
  name: `${cluster}-${state}`,
  role: 'worker' as const,
  state,
  imageId: 'sha256:node',
  network: 'a-network',
});

describe('groupByCluster', () => {
  it.each([
    ['running', 'running'],
    ['exited', 'stopped'],
    ['created', 'stopped'],
    ['dead', 'stopped'],
    ['paused', 'unknown'],
    ['restarting', 'unknown'],
    ['removing', 'unknown'],
  ])('maps the container state %s to the node state %s', (detail, state) => {
    expect(groupByCluster([container('a', detail)], [], 'local')).toEqual([
      {
        ref: { name: 'a', host: 'local' },
        nodes: [{ name: `a-${detail}`, role: 'worker', state, detail }],
      },
    ]);
  });

  it('includes clusters without containers', () => {
    const listed = groupByCluster(
      [container('a', 'running')],
      ['a', 'b'],
      'local',
    );
    expect(listed.map(({ ref, nodes }) => [ref.name, nodes.length])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
  });
});
