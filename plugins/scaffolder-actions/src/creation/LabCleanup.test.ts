import { mockServices } from '@backstage/backend-test-utils';
import { LabCleanup } from './LabCleanup';

const LAB = { id: 'a', name: 'demo', expiresAt: '2026-12-01T11:00:30.000Z' };

describe('LabCleanup', () => {
  const start = () => {
    const labs = { deleteLab: jest.fn() };
    const logger = mockServices.logger.mock();
    const run = { isCancelled: false, onEnd: jest.fn() };
    return {
      labs,
      run,
      end: () => run.onEnd.mock.calls.forEach(([listener]) => listener()),
      cleanup: LabCleanup.create({ labs, logger, keep: false, run }),
    };
  };

  it('deletes the lab of a task that was cancelled before', () => {
    const { labs, cleanup } = start();
    cleanup.deleteWhenCancelled(LAB, AbortSignal.abort());
    expect(labs.deleteLab.mock.calls).toEqual([['a']]);
  });

  it('deletes it once, when the task is cancelled after', () => {
    const { labs, cleanup, run, end } = start();
    const controller = new AbortController();
    cleanup.deleteWhenCancelled(LAB, controller.signal);
    expect(labs.deleteLab).not.toHaveBeenCalled();
    controller.abort();
    run.isCancelled = true;
    end();
    expect(labs.deleteLab).toHaveBeenCalledTimes(1);
  });

  it('keeps the lab of a task that has ended', () => {
    const { labs, cleanup, end } = start();
    const controller = new AbortController();
    cleanup.deleteWhenCancelled(LAB, controller.signal);
    end();
    controller.abort();
    expect(labs.deleteLab).not.toHaveBeenCalled();
  });

  it('deletes it at the end of a task whose signal comes too late', () => {
    const { labs, cleanup, run, end } = start();
    const controller = new AbortController();
    cleanup.deleteWhenCancelled(LAB, controller.signal);
    run.isCancelled = true;
    end();
    controller.abort();
    expect(labs.deleteLab).toHaveBeenCalledTimes(1);
  });
});
