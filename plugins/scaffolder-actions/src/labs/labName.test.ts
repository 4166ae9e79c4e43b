import { labNameFor } from './labName';

describe('labNameFor', () => {
  it.each([
    [['checkout-preview', 'Preview of checkout'], 'checkout-preview-8c3a1f'],
    [[undefined, ' Läb for Émile! '], 'lab-for-emile-8c3a1f'],
    [['', '…', 'template'], 'template-8c3a1f'],
    [[], 'lab-8c3a1f'],
    [
      ['a-component-with-a-name-that-is-far-too-long-preview'],
      'a-component-with-a-name-that-is-8c3a1f',
    ],
  ])('generates a short name from %j', (from, expected) => {
    expect(labNameFor(undefined, from, '8c3a1f00')).toBe(expected);
  });

  it('validates a given name', () => {
    expect(labNameFor('demo', ['other'], '8c3a1f00')).toBe('demo');
    expect(() => labNameFor('Demo', [], '8c3a1f00')).toThrow(/lower-case/);
  });
});
