import { ConfigReader } from '@backstage/config';
import { readSchedule } from './readSchedule';

const read = (schedule?: object) =>
  readSchedule(
    new ConfigReader({
      catalog: { providers: { ...(schedule && { pyk8sLab: { schedule } }) } },
    }),
  );

describe('readSchedule', () => {
  it('is every five minutes on one replica unless said', () => {
    expect(read()).toEqual({
      frequency: { minutes: 5 },
      timeout: { minutes: 4 },
      scope: 'global',
    });
  });

  it('is what config says', () => {
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
