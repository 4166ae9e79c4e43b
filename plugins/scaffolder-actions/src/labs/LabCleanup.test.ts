import { mockServices } from '@backstage/backend-test-utils';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { LabCleanup } from './LabCleanup';

const LAB = { id: 'a', name: 'demo', expiresAt: '2026-12-01T11:00:30.000Z' };

describe('LabCleanup', () => {
  const start = ({
    keep = false,
    status = 'DELETING' as Lab['status'],
  } = {}) => {
    const labs = { deleteLab: jest.fn(async () => ({ status } as Lab)) };
    const logger = mockServices.logger.mock();
    const run = { isCancelled: false, hasFailed: false, onEnd: jest.fn() };
    return {
      labs,
      logger,
      run,
      end: () => run.onEnd.mock.calls.forEach(([listener]) => listener()),
      cleanup: LabCleanup.create({ labs, logger, keep, run }),
    };
  };

  it('deletes the lab of a task that was cancelled before', () => {
    const { labs, cleanup } = start();
    cleanup.deleteUnlessDone(LAB, AbortSignal.abort());
    expect(labs.deleteLab.mock.calls).toEqual([['a']]);
  });

  it('deletes it once when the task is cancelled later', () => {
    const { labs, cleanup, run, end } = start();
    const controller = new AbortController();
    cleanup.deleteUnlessDone(LAB, controller.signal);
    expect(labs.deleteLab).not.toHaveBeenCalled();
    controller.abort();
    run.isCancelled = true;
    end();
    expect(labs.deleteLab).toHaveBeenCalledTimes(1);
  });

  it('keeps the lab of a completed task', () => {
    const { labs, cleanup, end } = start();
    const controller = new AbortController();
    cleanup.deleteUnlessDone(LAB, controller.signal);
    end();
    controller.abort();
    expect(labs.deleteLab).not.toHaveBeenCalled();
  });

  it('deletes it at the end of a cancelled task whose signal is late', () => {
    const { labs, cleanup, run, end } = start();
    const controller = new AbortController();
    cleanup.deleteUnlessDone(LAB, controller.signal);
    run.isCancelled = true;
    end();
    controller.abort();
    expect(labs.deleteLab).toHaveBeenCalledTimes(1);
  });

  it('deletes the lab of a task that fails in a later step', () => {
    const { labs, cleanup, run, end } = start();
    cleanup.deleteUnlessDone(LAB, new AbortController().signal);
    run.hasFailed = true;
    end();
    expect(labs.deleteLab.mock.calls).toEqual([['a']]);
  });

  it('keeps it with keepOnFailure', () => {
    const { labs, cleanup, run, end } = start({ keep: true });
    cleanup.deleteUnlessDone(LAB, new AbortController().signal);
    run.hasFailed = true;
    end();
    expect(labs.deleteLab).not.toHaveBeenCalled();
  });

  it('reports that a step of the template has deleted it', async () => {
    const { logger, cleanup } = start({ status: 'DELETED' });
    await cleanup.delete(LAB);
    expect(logger.info.mock.calls).toEqual([
      ['Lab demo had been deleted already.'],
    ]);
  });
});
