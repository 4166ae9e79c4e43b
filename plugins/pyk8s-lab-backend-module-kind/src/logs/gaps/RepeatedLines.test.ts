import { RepeatedLines } from './RepeatedLines';

const GAP = /^… Lines may be missing here: .*\n/m;

/** A line with a time in microseconds. */
const line = (micros: number, text = `line ${micros}`) =>
  `2026-12-01T09:${String(Math.floor(micros / 6e7)).padStart(2, '0')}:${(
    (micros % 6e7) /
    1e6
  )
    .toFixed(9)
    .padStart(12, '0')}Z ${text}\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join('');
const timeOf = (text: string) => text.slice(0, text.indexOf(' '));

/** The text that is sent of a log in pieces. */
async function sent(
  log: string,
  options: { size?: number; begins?: string[]; maxBytes?: number } = {},
): Promise<{ text: string; asked: number }> {
  const { size = 64 * 1024, begins = [], maxBytes } = options;
  const bytes = Buffer.from(log);
  const taken: Uint8Array[] = [];
  let asked = 0;
  const repeats = new RepeatedLines(
    async time => {
      asked += 1;
      return begins.map(timeOf).includes(time);
    },
    { maxBytes },
  );
  for (let at = 0; at < bytes.length; at += size) {
    for await (const some of repeats.take(bytes.subarray(at, at + size))) {
      taken.push(some);
    }
  }
  for await (const some of repeats.end()) {
    taken.push(some);
  }
  return { text: Buffer.concat(taken).toString(), asked };
}

describe('RepeatedLines', () => {
  it.each([1, 30, 127, 1_000])(
    'passes a continuous log on, in pieces of %s bytes',
    async size => {
      const log = `${lines(0, 100)}not timed\n${line(
        100,
        'é'.repeat(200),
      )}${line(101, 'without an end').trimEnd()}`;
      expect(await sent(log, { size })).toEqual({ text: log, asked: 0 });
    },
  );

  it.each([1, 30, 127, 1_000])(
    'drops a repeated file, in pieces of %s bytes',
    async size => {
      const { text } = await sent(lines(0, 50) + lines(20, 90), { size });
      expect(text).toBe(lines(0, 90));
    },
  );

  it('drops two repeated files, and a file repeated twice', async () => {
    const { text } = await sent(
      [
        lines(0, 50) + lines(20, 50),
        lines(20, 80) + lines(60, 80),
        lines(60, 80) + lines(60, 90),
      ].join(''),
    );
    expect(text).toBe(lines(0, 90));
  });

  it('drops an incomplete repeat at the end of the log', async () => {
    expect((await sent(lines(0, 50) + lines(20, 40))).text).toBe(lines(0, 50));
    expect((await sent(lines(0, 50) + line(49))).text).toBe(
      lines(0, 50) + line(49),
    );
  });

  it('drops files whose start is no longer in memory', async () => {
    const log = lines(0, 20_000) + lines(100, 30_000) + lines(100, 30_001);
    const { text, asked } = await sent(log, { begins: [line(100)] });
    expect(text === lines(0, 30_001)).toBe(true);
    expect(asked).toBe(2);
  });

  it('drops long lines in pieces, with their continuations', async () => {
    const long = [0, 1, 2]
      .map(n => `${line(n, 'x'.repeat(1_000))}not timed\n`)
      .join('');
    const { text } = await sent(long + long + line(3), { size: 100 });
    expect(text).toBe(long + line(3));
  });

  it('sends lines of equal times as often as the container printed them', async () => {
    const same = [line(9, 'a'), line(9, 'b'), line(9, 'b')];
    const head = lines(0, 9);
    const first = head + same.join('');
    const more = [line(9, 'b'), line(9, 'c'), line(9, 'a'), line(10)].join('');
    expect((await sent(first + more)).text).toBe(first + more);
    expect((await sent(first + first + more)).text).toBe(first + more);
    // A later line with the same time is not lost.
    expect(
      (await sent(head + same[0] + head + same.join('') + line(10))).text,
    ).toBe(first + line(10));
  });

  it('sends lines of stdout that stderr has overtaken', async () => {
    const log = [1, 4, 2, 3, 6, 5, 5, 7].map((n, i) => line(n, `${i}`));
    const later = lines(8, 3_000) + line(2_990, 'late') + lines(3_000, 3_010);
    const all = log.join('') + later;
    expect(await sent(all)).toEqual({ text: all, asked: 0 });
    const again = await sent(all + all + lines(3_010, 3_020), {
      begins: log.slice(0, 1),
    });
    expect(again.text === all + lines(3_010, 3_020)).toBe(true);
  });

  it('sends overtaken lines after a repeat', async () => {
    const log = line(1) + line(5) + line(3);
    const { text } = await sent(log + log + line(4) + line(6));
    expect(text).toBe(log + line(4) + line(6));
  });

  it('sends the whole log when the clock is set back', async () => {
    const log = lines(10_000, 20_000) + lines(0, 5_000);
    const { text, asked } = await sent(log);
    expect(text === log).toBe(true);
    expect(asked).toBe(1);
    const again = await sent(log + lines(4_000, 5_100));
    expect(again.text === log + lines(5_000, 5_100)).toBe(true);
  });

  it('drops no more than was sent when a file starts at a clock change', async () => {
    const before = lines(20_000, 25_000);
    const { text } = await sent(before + lines(0, 15_000), {
      begins: [line(0)],
    });
    expect(text).toMatch(GAP);
    const [kept, rest] = text.split(GAP);
    expect(kept === before).toBe(true);
    expect(lines(0, 15_000).endsWith(rest)).toBe(true);
    expect(rest.length).toBeGreaterThanOrEqual(lines(0, 9_900).length);
  });

  it('limits the dropped size, and reports it', async () => {
    const { text } = await sent(lines(0, 500) + lines(0, 510), {
      maxBytes: lines(0, 100).length,
    });
    expect(text.replace(GAP, '')).toBe(lines(0, 500) + lines(100, 510));
    expect(text).toMatch(GAP);
  });

  it('marks a repeat that does not reach the last line', async () => {
    const { text } = await sent(lines(0, 50) + lines(20, 40) + lines(50, 60));
    expect(text.split(GAP)).toEqual([lines(0, 50), lines(50, 60)]);
  });

  it('takes linear time and few lists, whatever the times are', async () => {
    const times = Array.from(
      { length: 100_000 },
      (_, i) => (i * 7_919) % 9_973,
    );
    const began = performance.now();
    const { asked } = await sent(times.map(n => line(n)).join(''));
    const same = line(1, 'x').repeat(100_000);
    expect((await sent(same)).text === same).toBe(true);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(asked).toBeLessThan(100);
  });
});
