import { explainLabName } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { suggestName, suggestNameFor } from './suggestName';

describe('suggestName', () => {
  it('suggests names that a lab can have', () => {
    for (let count = 0; count < 200; count += 1) {
      expect(explainLabName(suggestName())).toBeUndefined();
    }
  });

  it('avoids names that are taken', () => {
    const taken = ['brave-badger', 'brave-badger-2'];
    const name = suggestName(
      candidate => taken.includes(candidate),
      () => 0,
    );
    expect(name).toBe('brave-badger-3');
  });
});

describe('suggestNameFor', () => {
  const free = () => false;

  it.each([
    ['checkout', 'checkout'],
    ['Product_Search.v2', 'product-search-v2'],
    ['--odd--', 'odd'],
  ])('makes a name of %s that a lab can have', (what, name) => {
    expect(suggestNameFor(what, free)).toBe(name);
    expect(explainLabName(name)).toBeUndefined();
  });

  it('adds a number where the name is taken', () => {
    const taken = ['checkout', 'checkout-2'];
    expect(suggestNameFor('checkout', name => taken.includes(name))).toBe(
      'checkout-3',
    );
  });

  it('stays within the length of a name, with its number', () => {
    const name = suggestNameFor('a'.repeat(80), one => !/-2$/.test(one));
    expect(name).toMatch(/-2$/);
    expect(explainLabName(name)).toBeUndefined();
  });

  it('takes another name where nothing is left of what it is for', () => {
    expect(suggestNameFor('___', free)).toMatch(/^[a-z]+-[a-z]+$/);
  });
});
