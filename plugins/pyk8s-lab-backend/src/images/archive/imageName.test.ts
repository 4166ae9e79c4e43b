import { parseImageName } from './imageName';

const HEX = 'a'.repeat(64);

describe('parseImageName', () => {
  it.each([
    ['app', 'docker.io/library/app:latest'],
    ['app:1.0', 'docker.io/library/app:1.0'],
    ['team/app', 'docker.io/team/app:latest'],
    ['docker.io/app:1', 'docker.io/library/app:1'],
    ['index.docker.io/app:1', 'docker.io/library/app:1'],
    ['localhost/app:1', 'localhost/app:1'],
    ['localhost:5000/a/b/c:1', 'localhost:5000/a/b/c:1'],
    ['registry.example.com:5000/team/app:V1_x.y-z', undefined],
    ['[::1]:5000/app:1', '[::1]:5000/app:1'],
    ['Registry/app:1', 'Registry/app:1'],
    ['a__b/c--d/e.f:1', 'docker.io/a__b/c--d/e.f:1'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
    [`app:${'x'.repeat(128)}`, `docker.io/library/app:${'x'.repeat(128)}`],
    [`x.io/${'a'.repeat(255)}:1`, undefined],
  ])('reads %s', (text, name = text) => {
    expect(parseImageName(text)).toBe(name);
    expect(parseImageName(name)).toBe(name);
  });

  it.each([
    ['', /lower-case/],
    ['App:1', /lower-case/],
    ['team/App:1', /lower-case/],
    ['a..b:1', /lower-case/],
    ['a___b', /lower-case/],
    ['-app', /lower-case/],
    ['a/', /lower-case/],
    ['a//b', /lower-case/],
    ['../../etc', /lower-case|registry/],
    ['<none>:<none>', /lower-case/],
    ['app:', /tag/],
    ['app:-1', /tag/],
    ['app:1 --all', /tag/],
    ['app:1\nb', /tag/],
    ['app:1:2', /tag/],
    [`app:${'x'.repeat(129)}`, /tag/],
    [`x.io/${'a'.repeat(256)}:1`, /too long/],
    ['a'.repeat(10_000), /too long/],
    [`app@sha256:${HEX}`, /digest/],
    [`app:1@sha256:${HEX}`, /digest/],
    [HEX, /identifier/],
    ['-x.io/app:1', /registry/],
    ['exa_mple.com/app:1', /registry/],
    ['example.com:port/app:1', /registry/],
  ])('refuses %j', (text, message) => {
    expect(() => parseImageName(text)).toThrow(message);
  });

  it('does not repeat at length what it refuses, nor what would break a line', () => {
    expect(() => parseImageName(`${'x'.repeat(400)}\u0000!`)).toThrow(
      /^"x{120}…" is/,
    );
    expect(() => parseImageName('a\u001b[2J\nb')).toThrow(
      /^"a\?\[2J\?b" is not an image name/,
    );
  });
});
