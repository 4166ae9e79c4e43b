import { dockerEndpoint, isLocal, socketPathOf } from './endpoint';

describe('dockerEndpoint', () => {
  it('is DOCKER_HOST where that is set', () => {
    const DOCKER_HOST = 'tcp://labs.example.com:2376';

    expect(dockerEndpoint({ DOCKER_HOST }, () => true)).toBe(DOCKER_HOST);
  });

  it("is else Docker Desktop's socket, or the system's", () => {
    expect(dockerEndpoint({}, () => true)).toMatch(
      /^unix:\/\/.+\/\.docker\/run\/docker\.sock$/,
    );
    expect(dockerEndpoint({}, () => false)).toBe('unix:///var/run/docker.sock');
  });
});

describe('socketPathOf', () => {
  it.each([
    ['unix:///run/user/1000/docker.sock', '/run/user/1000/docker.sock'],
    ['unix://', '/var/run/docker.sock'],
    ['tcp://127.0.0.1:2375', undefined],
    ['ssh://me@labs.example.com', undefined],
  ])('is, for %s, %s', (endpoint, path) => {
    expect(socketPathOf(endpoint)).toBe(path);
  });
});

describe('isLocal', () => {
  it.each([
    ['unix:///var/run/docker.sock', true],
    ['tcp://127.0.0.1:2375', true],
    ['tcp://localhost:2375', true],
    ['tcp://[::1]:2375', true],
    ['tcp://labs.example.com:2376', false],
    ['labs.example.com:2376', false],
    ['ssh://me@labs.example.com', false],
  ])('is, for %s, %s', (endpoint, local) => {
    expect(isLocal(endpoint)).toBe(local);
  });
});
