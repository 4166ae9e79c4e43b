import { silentNodes, silentSeconds } from './leases';

const DATE = 'Tue, 01 Dec 2026 09:01:00 GMT';
const lease = (renewTime: unknown, name: unknown = 'one') => ({
  metadata: { name },
  spec: { renewTime },
});

describe('silentSeconds', () => {
  it('uses the clock of the API server', () => {
    expect(silentSeconds(lease('2026-12-01T09:00:00.500000Z'), DATE)).toBe(
      59.5,
    );
  });

  it('counts a lease renewed meanwhile as new', () => {
    expect(silentSeconds(lease('2026-12-01T09:01:00.900000Z'), DATE)).toBe(0);
  });

  it.each([
    [undefined, DATE],
    [{}, DATE],
    [{ spec: null }, DATE],
    [lease('soon'), DATE],
    [lease({ toString: 'x' }), DATE],
    [lease('2026-12-01T09:00:00Z'), undefined],
    [lease('2026-12-01T09:00:00Z'), 'never'],
    [lease('2026-12-01T09:00:00Z'), ['a', 'b']],
  ])('is undefined for %j at %j', (given, date) => {
    expect(silentSeconds(given, date)).toBeUndefined();
  });
});

describe('silentNodes', () => {
  it('finds nodes by their names', () => {
    const items = [
      lease('2026-12-01T09:00:50Z'),
      lease('2026-12-01T08:01:00Z', 'two'),
      lease('2026-12-01T09:00:50Z', 7),
      lease('never', 'three'),
      null,
    ];
    expect([...silentNodes({ items }, DATE)]).toEqual([
      ['one', 10],
      ['two', 3_600],
    ]);
  });

  it.each([undefined, null, {}, { items: 'many' }, []])(
    'finds none in %j',
    list => {
      expect(silentNodes(list, DATE).size).toBe(0);
    },
  );
});
