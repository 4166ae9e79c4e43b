import { aLab } from '@internal/test-utils';
import { RecentViews } from './RecentViews';

describe('RecentViews', () => {
  it('remembers for ten minutes who viewed a lab', () => {
    let now = 0;
    const views = new RecentViews(() => now);
    const [one, other] = [aLab({ n: 1 }), aLab({ n: 2 })];
    views.add(one, 'user:default/alice');
    now = 599_999;
    views.add(other, 'user:default/alice');
    expect(views.has(one, 'user:default/alice')).toBe(true);
    expect(views.has(one, 'user:default/bob')).toBe(false);
    now = 600_000;
    expect(views.has(one, 'user:default/alice')).toBe(false);
    expect(views.has(other, 'user:default/alice')).toBe(true);
  });
});
