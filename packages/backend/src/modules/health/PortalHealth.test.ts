import { mockServices } from '@backstage/backend-test-utils';
import { LabHealth } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { PortalHealth } from './PortalHealth';

function world() {
  const lifecycle = mockServices.rootLifecycle.mock();
  const labs = LabHealth.create({ logger: mockServices.logger.mock() });
  const health = PortalHealth.create({ lifecycle, labs });
  return {
    health,
    labs,
    start: () => lifecycle.addStartupHook.mock.calls[0][0](),
    stop: () => lifecycle.addBeforeShutdownHook.mock.calls[0][0](),
  };
}

describe('PortalHealth', () => {
  it('is ready from the start to the shutdown', async () => {
    const { health, start, stop } = world();
    expect(await health.getReadiness()).toMatchObject({ status: 503 });
    await start();
    expect(await health.getReadiness()).toEqual({
      status: 200,
      payload: { status: 'ok', labs: {} },
    });
    await stop();
    expect(await health.getReadiness()).toMatchObject({ status: 503 });
    expect(await health.getLiveness()).toMatchObject({ status: 200 });
  });

  it('is not ready while labs are not', async () => {
    const { health, labs, start } = world();
    await start();
    labs.addCheck('database', async () => ({
      ready: false,
      live: true,
      message: 'no answer',
    }));
    expect(await health.getReadiness()).toEqual({
      status: 503,
      payload: {
        status: 'error',
        labs: {
          database: { ready: false, live: true, message: 'no answer' },
        },
      },
    });
    expect(await health.getLiveness()).toMatchObject({ status: 200 });
  });

  it('lives while the database hangs, and says so before a probe gives up', async () => {
    jest.useFakeTimers();
    try {
      const { health, labs } = world();
      labs.addCheck('database', () => new Promise(() => undefined));
      const answer = health.getLiveness();
      await jest.advanceTimersByTimeAsync(999);
      expect(await answer).toMatchObject({
        status: 200,
        payload: { labs: { database: { ready: false, live: true } } },
      });
    } finally {
      jest.useRealTimers();
    }
  });

  it('does not live when only a restart helps', async () => {
    const { health, labs } = world();
    labs.addCheck('reconciler', async () => ({ ready: true, live: false }));
    expect(await health.getLiveness()).toMatchObject({ status: 503 });
  });
});
