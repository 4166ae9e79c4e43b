import { isImageName } from './imageNames';

describe('isImageName', () => {
  it.each([
    'docker.io/library/my-app:1.0',
    'registry.k8s.io/pause:3.10',
    'localhost/app:latest',
    'localhost:5000/team/my_app__x---y.z:1',
    '[::1]:5000/app:1',
    'Registry/app:_1',
    `example.com/${'a'.repeat(255)}:${'t'.repeat(128)}`,
  ])('accepts %s', name => {
    expect(isImageName(name)).toBe(true);
  });

  it.each([
    '',
    '-',
    '--all-platforms',
    'app',
    // Incomplete: containerd would expand it to another name.
    'app:1',
    'team/app:1',
    'example.com/app',
    'example.com/:1',
    '/app:1',
    'example.com/app:',
    'example.com:5000/app',
    'example.com/App:1',
    'example.com/app:1/x',
    'example.com/../app:1',
    'example.com//app:1',
    'example.com/a b:1',
    'example.com/app:1\n',
    'example.com/$(id);x:1',
    'example.com/<b>:1',
    'exa_mple.com/app:1',
    '-example.com/app:1',
    'example.com/app\u202e:1',
    `sha256:${'a'.repeat(64)}`,
    `example.com/app@sha256:${'a'.repeat(64)}`,
    `example.com/app:1@sha256:${'a'.repeat(64)}`,
    `example.com/${'a'.repeat(256)}:1`,
    `example.com/app:${'t'.repeat(129)}`,
    `${'a.'.repeat(400)}com/app:1`,
  ])('rejects %j', name => {
    expect(isImageName(name)).toBe(false);
  });
});
