import { explainLabName } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { suggestName } from './suggestName';

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
