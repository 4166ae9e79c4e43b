import { IdleLimit } from './IdleLimit';

describe('IdleLimit', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const idle = () => new IdleLimit(100, () => new Error('nothing comes'));

  it('aborts what has not gone on for its time', () => {
    const limit = idle();
    jest.advanceTimersByTime(99);
    limit.refresh();
    jest.advanceTimersByTime(99);
    expect(limit.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(limit.signal.reason).toEqual(new Error('nothing comes'));
  });

  it('takes another time from then on', () => {
    const limit = idle();
    limit.refresh(10);
    jest.advanceTimersByTime(9);
    limit.refresh();
    jest.advanceTimersByTime(10);
    expect(limit.signal.aborted).toBe(true);
  });

  it('leaves alone what has ended', () => {
    const limit = idle();
    limit.stop();
    limit.refresh();
    jest.advanceTimersByTime(1_000);
    expect(limit.signal.aborted).toBe(false);
  });
});
