import { LogText } from './LogText';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('LogText', () => {
  let told: string[];
  const aText = (maxBytes = 1_000_000) => {
    told = [];
    return LogText.create({
      maxBytes,
      onText: text => {
        told.push(text);
      },
    });
  };

  it('emits whole lines, however they are split', async () => {
    const text = aText();
    const euro = bytes('€');
    await text.take(bytes('one\ntw'));
    await text.take(bytes('o\nthree '));
    await text.take(euro.subarray(0, 2));
    await text.take(euro.subarray(2));
    expect(told).toEqual(['one\n', 'two\n']);
    await text.end();
    expect(told).toEqual(['one\n', 'two\n', 'three €']);
    expect(text.isFull).toBe(false);
  });

  it('does not wait for the end of a line that has none', async () => {
    const text = aText();
    await text.take(bytes('x'.repeat(70_000)));
    expect(told.join('')).toHaveLength(70_000);
  });

  // It would take minutes to look at all that waits with each of them.
  it('is done at once with a line that comes in single bytes', async () => {
    const text = aText(2_000_000);
    const letter = bytes('x');
    for (let n = 0; n < 1_000_000; n++) {
      await text.take(letter);
    }
    await text.end();
    expect(told.join('')).toHaveLength(1_000_000);
  });

  it('ends with its bytes, and says that there is more', async () => {
    const text = aText(10);
    await text.take(bytes('one\n'));
    await text.take(bytes('two\nthree\n'));
    expect(text.isFull).toBe(true);
    await text.take(bytes('four\n'));
    await text.end();
    expect(told.join('')).toBe(
      'one\ntwo\nth\n… There is more: ask for fewer lines, or for less time.\n',
    );
  });

  it('emits nothing for an empty log', async () => {
    const text = aText();
    await text.end();
    expect(told).toEqual([]);
  });
});
