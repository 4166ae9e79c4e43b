import { isToldOn } from './isToldOn';

const topic = 'pyk8s-lab';
const made = { topic, scope: 'pyk8s-lab-5d0f-made', link: '/labs/5d0f' };

describe('isToldOn', () => {
  it.each([
    '/labs',
    '/labs/',
    '/labs/5d0f/console',
    '/catalog/default/component/checkout/labs',
    '/catalog/default/resource/lab-5d0f',
  ])('is true of %s', path => {
    expect(isToldOn(path, made)).toBe(true);
  });

  it.each([
    '/',
    '/home',
    '/catalog',
    '/catalog/default/component/labs',
    '/catalog/default/resource/bucket',
    '/catalog/default/resource',
    '/labs-of-others',
    // Pages of one lab tell of no other.
    '/labs/77aa',
    '/catalog/default/resource/lab-77aa',
  ])('is false of %s', path => {
    expect(isToldOn(path, made)).toBe(false);
  });

  it.each([
    ['a pause', { ...made, scope: 'pyk8s-lab-5d0f-idle' }],
    ['an end', { ...made, scope: 'pyk8s-lab-5d0f-expiring' }],
  ])('is true of %s', (_what, notification) => {
    expect(isToldOn('/labs', notification)).toBe(true);
  });

  it.each([
    [
      'an end that is near',
      {
        topic,
        scope: 'pyk8s-lab-5d0f-expiring',
        link: '/labs/5d0f?extend',
      },
    ],
    ['a new owner', { ...made, scope: 'pyk8s-lab-5d0f-owner' }],
    ['what a template did', { scope: 'scaffolder', link: '/create/tasks/1' }],
    ['something without a scope', {}],
    ['what another plugin says', { ...made, topic: 'scaffolder' }],
  ])('is false of %s', (_what, notification) => {
    expect(isToldOn('/labs', notification)).toBe(false);
  });
});
