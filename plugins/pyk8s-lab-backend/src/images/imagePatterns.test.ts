import { isMeant, parseImagePattern } from './imagePatterns';

describe('patterns of images', () => {
  it.each([
    ['app:1.0', 'docker.io/library/app:1.0', true],
    ['app:1.0', 'docker.io/library/app:1x0', false],
    ['app', 'docker.io/library/app:latest', true],
    ['app', 'docker.io/library/my-app:latest', false],
    ['app', 'docker.io/library/app:1.0', false],
    ['app:*', 'docker.io/library/app:1.0', true],
    ['app:*', 'docker.io/team/app:1.0', false],
    // Not a registry of that name, with any port.
    ['registry:*', 'registry:5000/private/secret:1', false],
    ['registry:5000/*', 'registry:5000/private/secret:1', true],
    ['registry:5000/*', 'registry:50001/private/secret:1', false],
    ['team/app:*', 'docker.io/team/app:1.0', true],
    ['docker.io/library/app:*', 'docker.io/library/app:1', true],
    ['my-*', 'docker.io/library/my-app:1.0', true],
    ['my-*', 'docker.io/team/my-app:1.0', false],
    ['registry.example.com/team/*', 'registry.example.com/team/a/b:1', true],
    ['registry.example.com/team/*', 'registry.example.com/teams/a:1', false],
    ['registry.example.com/team/*', 'registryXexample.com/team/a:1', false],
    ['registry.example.com/app:v*', 'registry.example.com/app:v1', true],
    ['registry.example.com/app:v*', 'registry.example.com/app:1', false],
    ['localhost/app:*', 'localhost/app:1', true],
    ['*/app:*', 'docker.io/library/app:1', true],
    ['*', 'registry:5000/private/secret:1', true],
  ])('%s means %s: %s', (pattern, name, expected) => {
    expect(isMeant(parseImagePattern(pattern), name)).toBe(expected);
  });

  it.each(['', '--all', 'a b', 'app@sha256:1', '/app', 'app\n'])(
    'are not %j',
    text => {
      expect(() => parseImagePattern(text)).toThrow('must be the name');
    },
  );
});
