import { shorten } from './withShortErrors';

const details = ' The log has the details.';

describe('shorten', () => {
  it.each(['', 'Lab demo was not deleted: no such lab.', 'x'.repeat(200)])(
    'keeps a short message',
    message => expect(shorten(message)).toBe(message),
  );

  it('keeps the first sentence of a long message', () => {
    const first = 'Not everything in lab demo was rolled out within 5m.';
    expect(shorten(`${first} ${'web waits for v1.2 '.repeat(20)}`)).toBe(
      `${first}${details}`,
    );
  });

  it('keeps the first of several lines', () => {
    expect(shorten('Deployment web failed: no image\nJob init: waits')).toBe(
      `Deployment web failed: no image.${details}`,
    );
  });

  it('truncates a first sentence that is too long', () => {
    const words = shorten(`Deployment web failed: ${'no image '.repeat(40)}`);
    expect(words).toMatch(/^Deployment web failed: .*… The log has/);
    expect(words).toHaveLength(200);
    expect(shorten('x'.repeat(5_000))).toHaveLength(200);
  });
});
