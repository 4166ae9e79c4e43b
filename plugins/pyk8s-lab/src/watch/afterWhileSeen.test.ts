import { afterWhileSeen } from './afterWhileSeen';

describe('afterWhileSeen', () => {
  let hidden: jest.SpyInstance<boolean>;
  const turn = (isHidden: boolean) => {
    hidden.mockReturnValue(isHidden);
    document.dispatchEvent(new Event('visibilitychange'));
  };

  beforeEach(() => {
    jest.useFakeTimers();
    hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(false);
  });
  afterEach(() => {
    jest.useRealTimers();
    hidden.mockRestore();
  });

  it('calls back once after the time', () => {
    const callback = jest.fn();
    afterWhileSeen(1_000, callback);
    jest.advanceTimersByTime(999);
    expect(callback).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    turn(true);
    jest.advanceTimersByTime(60_000);
    turn(false);
    expect(callback).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('waits until the page is seen, but no shorter than the time', () => {
    const callback = jest.fn();
    turn(true);
    afterWhileSeen(20_000, callback);
    jest.advanceTimersByTime(5_000);
    turn(false);
    expect(callback).not.toHaveBeenCalled();
    turn(true);
    jest.advanceTimersByTime(60_000);
    expect(callback).not.toHaveBeenCalled();
    turn(false);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('does not call back when it is ended', () => {
    const callback = jest.fn();
    turn(true);
    const end = afterWhileSeen(1_000, callback);
    jest.advanceTimersByTime(2_000);
    end();
    turn(false);
    expect(callback).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });
});
