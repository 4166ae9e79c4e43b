import { checkNode } from './machine';
import { checkClock } from './portal';
import { checkReach } from './reach';

describe('pyk8s doctor', () => {
  it('knows which versions of Node.js are too old', () => {
    expect(checkNode('22.1.0').state).toBe('ok');
    expect(checkNode('20.19.0').state).toBe('hint');
  });

  it.each([
    ['Sat, 28 Nov 2026 12:00:00 GMT', 'ok', 'as the portal’s'],
    ['Sat, 28 Nov 2026 11:00:00 GMT', 'problem', '3600 s ahead of'],
    ['Sat, 28 Nov 2026 12:05:00 GMT', 'problem', '300 s behind'],
    [null, 'skip', 'does not tell'],
  ])('compares its clock with %s', (date, state, detail) => {
    const now = Date.parse('2026-11-28T12:00:00Z');
    expect(checkClock(date, now, now)).toMatchObject({
      state,
      detail: expect.stringContaining(detail),
    });
  });

  it('suggests --via-portal for a lab that it cannot reach', async () => {
    const lab = {
      name: 'demo',
      status: 'RUNNING',
      simulated: false,
      endpoint: 'https://127.0.0.1:9',
    } as const;
    expect(await checkReach([], 'https://p')).toMatchObject({ state: 'skip' });
    expect(await checkReach([lab], 'https://p')).toMatchObject({
      state: 'hint',
      remedy: expect.stringContaining('--via-portal'),
    });
    expect(await checkReach([lab], 'http://p')).toMatchObject({
      state: 'hint',
      remedy: expect.stringContaining('pyk8s cluster exec demo'),
    });
  });
});
