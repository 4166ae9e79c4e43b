import { mockServices } from '@backstage/backend-test-utils';
import { LabCleanup } from './LabCleanup';

const LAB = { id: 'a', name: 'demo', expiresAt: '2026-12-01T11:00:30.000Z' };

describe('LabCleanup', () => {
  const start = () => {
    const labs = { deleteLab: jest.fn() };
    const logger = mockServices.logger.mock();
    return {
      labs,
      cleanup: LabCleanup.create({ labs, logger, keep: false }),
    };
  };

  it('deletes the lab of a task that was cancelled before', () => {
    const { labs, cleanup } = start();
    cleanup.deleteWhenCancelled(LAB, AbortSignal.abort());
    expect(labs.deleteLab.mock.calls).toEqual([['a']]);
  });

  it('deletes it once, when the task is cancelled after', () => {
    const { labs, cleanup } = start();
    const controller = new AbortController();
    cleanup.deleteWhenCancelled(LAB, controller.signal);
    expect(labs.deleteLab).not.toHaveBeenCalled();
    controller.abort();
    expect(labs.deleteLab).toHaveBeenCalledTimes(1);
  });
});
