import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { act, render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { ClockOffsetProvider } from '../../hooks';
import { aLab, aProvisioningLab, at, NOW } from '../../__testUtils__';
import { TimeLeft } from './LabStatus';

const pass = (seconds: number) =>
  act(() => {
    jest.advanceTimersByTime(seconds * 1_000);
  });

// A whole app would take its time, which does not pass by itself here.
const show = (element: ReactElement) =>
  render(element, {
    wrapper: ({ children }) => (
      <TestApiProvider apis={[mockApis.error(), mockApis.translation()]}>
        {children}
      </TestApiProvider>
    ),
  });

describe('TimeLeft', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('counts down, and changes its colour and words near the end', () => {
    show(<TimeLeft lab={aLab({ expiresAt: at(16 * 60) })} />);
    const timer = screen.getByRole('timer');
    expect(timer).toHaveTextContent('16m 00s');
    expect(timer).toHaveClass('none');
    pass(1);
    expect(timer).toHaveTextContent('15m 59s');
    pass(60);
    expect(timer).toHaveTextContent('14m 59s left');
    expect(timer).toHaveClass('soon');
    pass(10 * 60);
    expect(timer).toHaveTextContent('Ends in 4m 59s');
    expect(timer).toHaveClass('ending');
    pass(5 * 60);
    expect(timer).toHaveTextContent('Ending now');
  });

  it("counts by the server's clock, however wrong the local one is", () => {
    const localIsSlowMs = 600_000;
    jest.setSystemTime(NOW - localIsSlowMs);
    show(
      <ClockOffsetProvider value={localIsSlowMs}>
        <TimeLeft lab={aLab({ expiresAt: at(120) })} />
      </ClockOffsetProvider>,
    );
    expect(screen.getByRole('timer')).toHaveTextContent('Ends in 2m 00s');
  });

  it('is a timer, which screen readers do not announce each second', () => {
    show(<TimeLeft lab={aLab()} />);
    expect(screen.getByRole('timer')).not.toHaveAttribute('aria-live');
  });

  it('keeps one clock for all, and none when nothing counts', () => {
    const { rerender } = show(
      <>
        <TimeLeft lab={aLab()} />
        <TimeLeft lab={aLab({ id: 'other' })} />
      </>,
    );
    expect(jest.getTimerCount()).toBe(1);
    rerender(<TimeLeft lab={aProvisioningLab()} />);
    expect(jest.getTimerCount()).toBe(0);
    expect(screen.getByRole('timer')).toHaveTextContent('2h once ready');
  });

  it('rests while nobody looks at the page, and is right at once after', () => {
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    show(<TimeLeft lab={aLab({ expiresAt: at(60) })} />);
    pass(10);
    expect(screen.getByRole('timer')).toHaveTextContent('Ends in 1m 00s');
    hidden.mockReturnValue(false);
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    expect(screen.getByRole('timer')).toHaveTextContent('Ends in 50s');
    hidden.mockRestore();
  });
});
