import { normalizeComponent, readComponent } from './entityRefs';

describe('normalizeComponent', () => {
  it.each([
    ['checkout', 'component:default/checkout'],
    [' Checkout ', 'component:default/checkout'],
    ['shop/checkout', 'component:shop/checkout'],
    ['component:checkout', 'component:default/checkout'],
    ['Component:Shop/Check_Out-2.0', 'component:shop/check_out-2.0'],
  ])('takes %j for %s', (text, ref) => {
    expect(normalizeComponent(text)).toBe(ref);
  });

  it.each([
    '',
    ' ',
    'a b',
    'a,b',
    'a/b/c',
    'api:default/checkout',
    'component:',
    'component:default/',
    'component:default/../x',
    '-x',
    'a\0',
    'ä',
    `component:default/${'x'.repeat(250)}`,
  ])('refuses %j', text => {
    expect(() => normalizeComponent(text)).toThrow(
      'is not a component: write the entity ref of a component, such as',
    );
  });
});

describe('readComponent', () => {
  it('takes nothing for no component', () => {
    expect(readComponent(undefined)).toBeUndefined();
    expect(readComponent(' ')).toBeUndefined();
    expect(readComponent('checkout')).toBe('component:default/checkout');
  });
});
