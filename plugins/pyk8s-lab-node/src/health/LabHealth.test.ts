import { mockServices } from '@backstage/backend-test-utils';
import { LabHealth } from './LabHealth';

describe('LabHealth', () => {
  const logger = mockServices.logger.mock();
  const create = () => LabHealth.create({ logger });

  it('says how each part is', async () => {
    const health = create();
    expect(await health.report()).toEqual({});
    health.addCheck('fine', async () => ({ ready: true, live: true }));
    health.addCheck('full', async () => ({
      ready: false,
      live: true,
      message: 'no room',
    }));
    expect(await health.report()).toEqual({
      fine: { ready: true, live: true },
      full: { ready: false, live: true, message: 'no room' },
    });
  });

  it('keeps what a part throws for the log, where it is said once', async () => {
    const health = create();
    let error: Error | undefined = new Error('password refused for "portal"');
    health.addCheck('broken', async () => {
      if (error) {
        throw error;
      }
      return { ready: true, live: true };
    });
    const failing = {
      broken: {
        ready: false,
        live: true,
        message: 'It fails; the log says why.',
      },
    };
    expect(await health.report()).toEqual(failing);
    expect(await health.report()).toEqual(failing);
    expect(logger.warn.mock.calls).toEqual([
      ['The health check "broken" fails', error],
    ]);

    error = undefined;
    expect(await health.report()).toMatchObject({ broken: { ready: true } });
    error = new Error('again');
    await health.report();
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });

  it.each([undefined, 500])(
    'does not wait for a part that hangs (%s ms)',
    async timeoutMs => {
      jest.useFakeTimers();
      try {
        const health = create();
        health.addCheck('hangs', () => new Promise(() => undefined));
        const report = health.report({ timeoutMs });
        await jest.advanceTimersByTimeAsync(timeoutMs ?? 3_000);
        expect(await report).toEqual({
          hangs: {
            ready: false,
            live: true,
            message: 'It did not answer in time.',
          },
        });
      } finally {
        jest.useRealTimers();
      }
    },
  );
});
