import { KubeReads } from './KubeReads';

describe('KubeReads', () => {
  it('records reading once in ten minutes for each person and lab', () => {
    let now = 0;
    const reads = KubeReads.create({ now: () => now });
    expect(reads.isDue('a', 'alice')).toBe(true);
    expect(reads.isDue('a', 'alice')).toBe(false);
    expect(reads.isDue('a', 'bob')).toBe(true);
    expect(reads.isDue('b', 'alice')).toBe(true);
    now = 599_999;
    expect(reads.isDue('a', 'alice')).toBe(false);
    now = 600_000;
    expect(reads.isDue('a', 'alice')).toBe(true);
  });

  it('knows so many at most', () => {
    const reads = KubeReads.create({ now: () => 0 });
    for (let n = 0; n <= 10_000; n++) {
      reads.isDue(`${n}`, 'alice');
    }
    expect(reads.isDue('0', 'alice')).toBe(true);
    expect(reads.isDue('10000', 'alice')).toBe(false);
  });
});
