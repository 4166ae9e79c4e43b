import { assertPodNames } from './kubernetesNames';

const good = { namespace: 'kube-system', pod: 'a.b-0', container: 'c1' };

describe('assertPodNames', () => {
  it.each([
    good,
    { namespace: 'x', pod: '0' },
    { ...good, namespace: 'n'.repeat(63), pod: 'p'.repeat(253) },
  ])('accepts %j', names => {
    expect(() => assertPodNames(names)).not.toThrow();
  });

  it.each([
    ['namespace', ''],
    ['namespace', 'a.b'],
    ['namespace', '..'],
    ['namespace', 'n'.repeat(64)],
    ['pod', 'A'],
    ['pod', '-a'],
    ['pod', 'a..b'],
    ['pod', 'a/log'],
    ['pod', 'a?follow=true'],
    ['pod', 'a\n'],
    ['pod', 'p'.repeat(254)],
    ['container', ''],
    ['container', 'a_b'],
    ['container', 'a b'],
    ['container', 'é'],
  ])('refuses a %s %j', (what, name) => {
    expect(() => assertPodNames({ ...good, [what]: name })).toThrow(
      `can be no ${what}`,
    );
  });

  it('truncates a long name in the error', () => {
    expect(() => assertPodNames({ ...good, pod: 'P'.repeat(100_000) })).toThrow(
      /^.{0,200}$/,
    );
  });
});
