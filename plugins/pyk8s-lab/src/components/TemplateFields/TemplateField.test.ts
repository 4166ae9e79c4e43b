import { chosenOf, NO_CHOICE } from './TemplateField';

describe('chosenOf', () => {
  it('gives what is chosen', () => {
    expect(chosenOf('v1.34.4')).toBe('v1.34.4');
  });

  it.each([null, NO_CHOICE])('gives nothing for %p', option => {
    expect(chosenOf(option)).toBeUndefined();
  });
});
