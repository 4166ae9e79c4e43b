import { aLab } from '@internal/test-utils';
import { RecentLooks } from './LabClusters';

describe('RecentLooks', () => {
  it('remembers for ten minutes who viewed a lab', () => {
    let now = 0;
    const looks = new RecentLooks(() => now);
    const [one, other] = [aLab({ n: 1 }), aLab({ n: 2 })];
    looks.add(one, 'user:default/alice');
    now = 599_999;
    looks.add(other, 'user:default/alice');
    expect(looks.has(one, 'user:default/alice')).toBe(true);
    expect(looks.has(one, 'user:default/bob')).toBe(false);
    now = 600_000;
    expect(looks.has(one, 'user:default/alice')).toBe(false);
    expect(looks.has(other, 'user:default/alice')).toBe(true);
  });
});
