import { tellsOfLabs } from './tellsOfLabs';

describe('tellsOfLabs', () => {
  it.each([
    '/labs',
    '/labs/',
    '/labs/5d0f/console',
    '/catalog/default/component/checkout/labs',
    '/catalog/default/resource/lab-5d0f',
  ])('is true of %s', path => {
    expect(tellsOfLabs(path)).toBe(true);
  });

  it.each([
    '/',
    '/home',
    '/catalog',
    '/catalog/default/component/labs',
    '/catalog/default/resource/bucket',
    '/catalog/default/resource',
    '/labs-of-others',
  ])('is false of %s', path => {
    expect(tellsOfLabs(path)).toBe(false);
  });
});
