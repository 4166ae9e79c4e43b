import { Throttle } from './Throttle';

describe('Throttle', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('runs at once, then once for all that is asked for too soon', () => {
    const task = jest.fn();
    const throttle = new Throttle(task, 1_000);
    throttle.request();
    expect(task).toHaveBeenCalledTimes(1);
    throttle.request();
    throttle.request();
    jest.advanceTimersByTime(999);
    expect(task).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1);
    expect(task).toHaveBeenCalledTimes(2);
    jest.advanceTimersByTime(60_000);
    expect(task).toHaveBeenCalledTimes(2);
    throttle.request();
    expect(task).toHaveBeenCalledTimes(3);
  });

  it('forgets what is still to come when it is stopped', () => {
    const task = jest.fn();
    const throttle = new Throttle(task, 1_000);
    throttle.request();
    throttle.request();
    throttle.stop();
    jest.advanceTimersByTime(60_000);
    expect(task).toHaveBeenCalledTimes(1);
  });
});
