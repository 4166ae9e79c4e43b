import { ConfigReader } from '@backstage/config';
import { readTaskSchedule } from './readTaskSchedule';

const fallback = { frequency: { minutes: 5 }, timeout: { minutes: 4 } };
const read = (schedule?: object) =>
  readTaskSchedule(
    new ConfigReader({ search: schedule ? { schedule } : {} }),
    'search.schedule',
    fallback,
  );

describe('readTaskSchedule', () => {
  it('is the fallback without a setting', () => {
    expect(read()).toBe(fallback);
  });

  it('is what the configuration says', () => {
    expect(read({ frequency: { minutes: 30 }, timeout: '10m' })).toMatchObject({
      frequency: { minutes: 30 },
      timeout: { minutes: 10 },
    });
  });

  it.each([
    [{ frequency: { minutes: 30 } }, 'schedule.timeout'],
    [{ timeout: { minutes: 3 } }, 'schedule.frequency'],
  ])('names the key that is missing in %j', (schedule, key) => {
    expect(() => read(schedule)).toThrow(key);
  });
});
