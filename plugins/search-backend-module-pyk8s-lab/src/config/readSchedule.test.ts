import { ConfigReader } from '@backstage/config';
import { readSchedule } from './readSchedule';

const read = (schedule?: object) =>
  readSchedule(
    new ConfigReader({
      search: { collators: { ...(schedule && { pyk8sLab: { schedule } }) } },
    }),
  );

describe('readSchedule', () => {
  it('is every five minutes, from the start on, unless said', () => {
    expect(read()).toEqual({
      frequency: { minutes: 5 },
      timeout: { minutes: 4 },
      initialDelay: { seconds: 3 },
    });
  });

  it('is what config says', () => {
    expect(read({ frequency: { minutes: 1 }, timeout: '30s' })).toMatchObject({
      frequency: { minutes: 1 },
      timeout: { seconds: 30 },
    });
  });

  it.each([
    [{ frequency: { minutes: 30 } }, 'schedule.timeout'],
    [{ timeout: { minutes: 3 } }, 'schedule.frequency'],
  ])('names the key that is missing in %j', (schedule, key) => {
    expect(() => read(schedule)).toThrow(key);
  });
});
