import {
  aWorld,
  controlPlane,
  ofNode,
  ofPod,
  read,
  sources,
  worker,
} from './__testUtils__/readLogs';

describe('ClusterLogs', () => {
  it('are those of the nodes and of the pods of the cluster', async () => {
    const world = aWorld();

    const { nodes, pods } = await sources(world);

    expect(nodes.map(({ name, role }) => [name, role])).toEqual([
      [controlPlane, 'control-plane'],
      [worker, 'worker'],
      [`${worker}2`, 'worker'],
    ]);
    expect(nodes[1].units).toEqual(['kubelet', 'containerd']);
    expect(pods).toEqual(world.logReader.there);
  });

  it('reports that the API server does not respond', async () => {
    const world = aWorld();
    world.logReader.fail = () => new Error('no answer');

    await expect(sources(world)).rejects.toThrow('does not answer');
    await expect(read(world, ofPod)).rejects.toThrow('does not answer');
  });

  it.each([ofNode, ofPod])(
    'fails while the cluster does not run or exist: %j',
    async source => {
      const world = aWorld();
      world.docker.setState(`id-of-${controlPlane}`, 'exited');
      await expect(sources(world)).rejects.toThrow('does not run');
      await expect(read(world, source)).rejects.toThrow('does not run');
      world.docker.containers = [];
      await expect(sources(world)).rejects.toThrow('no longer exists');
      await expect(read(world, source)).rejects.toThrow('no longer exists');
    },
  );
});
