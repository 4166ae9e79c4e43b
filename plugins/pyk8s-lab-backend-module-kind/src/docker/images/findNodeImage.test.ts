import { container, DockerodeWorld } from '../__testUtils__/DockerodeWorld';

describe('DockerodeHost.findNodeImage', () => {
  const world = DockerodeWorld.use();

  const labels = (role: string) => ({
    'io.x-k8s.kind.cluster': 'lab-a-1',
    'io.x-k8s.kind.role': role,
  });

  it('finds the newest image of existing nodes', async () => {
    world.daemon.answers.set('GET /containers/json', {
      status: 200,
      body: [
        container('balancer', {
          Labels: labels('external-load-balancer'),
          Created: 3,
          ImageID: 'sha256:balancer',
        }),
        container('old', { Created: 1, ImageID: 'sha256:old' }),
        container('new', { Created: 2, ImageID: 'sha256:new' }),
      ],
    });

    expect(await world.docker.findNodeImage()).toBe('sha256:new');
  });

  it('finds the newest image of kind', async () => {
    world.daemon.answers.set('GET /containers/json', { status: 200, body: [] });
    world.daemon.answers.set('GET /images/json', {
      status: 200,
      body: [
        { Id: 'sha256:v1.36', Created: 1 },
        { Id: 'sha256:v1.37', Created: 2 },
      ],
    });

    expect(await world.docker.findNodeImage()).toBe('sha256:v1.37');
    expect(decodeURIComponent(world.daemon.calls[1])).toContain(
      '"reference":["kindest/node"]',
    );
  });

  it('finds none', async () => {
    world.daemon.answers.set('GET /containers/json', { status: 200, body: [] });
    world.daemon.answers.set('GET /images/json', { status: 200, body: [] });

    expect(await world.docker.findNodeImage()).toBeUndefined();
  });
});
