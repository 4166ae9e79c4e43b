import { isHost, isImageReference } from './syntax';

describe('isHost', () => {
  it.each([
    'localhost',
    'labs.example.com',
    'LAB-1',
    '10.0.0.1',
    '::1',
    'fd00::5',
  ])('accepts %s', host => expect(isHost(host)).toBe(true));

  it.each([
    '',
    '-a',
    'a-',
    'a..b',
    'a_b',
    'a b',
    '10.0.0.256',
    '1.2.3.4.5',
    '[::1]',
    'a/b',
    'a:1',
    `${'a'.repeat(64)}.b`,
  ])('refuses "%s"', host => expect(isHost(host)).toBe(false));
});

describe('isImageReference', () => {
  const digest = `sha256:${'0'.repeat(64)}`;

  it.each([
    'node',
    'kindest/node:v1.34.4',
    `kindest/node:v1.34.4@${digest}`,
    `kindest/node@${digest}`,
    'localhost:5000/node:latest',
    'registry.example.com/team/kind_node:v1',
    'kind-lab/node:v1.34.4',
  ])('accepts %s', image => expect(isImageReference(image)).toBe(true));

  it.each([
    '',
    '--privileged',
    '-v/:/host',
    'Node',
    'a b',
    'a;b',
    '$(id)',
    'a:b:c',
    'a@sha256:12',
    'a/../b',
    'a//b',
    'a/b:',
    'https://a/b',
    `a@${digest}@${digest}`,
  ])('refuses "%s"', image => expect(isImageReference(image)).toBe(false));
});
