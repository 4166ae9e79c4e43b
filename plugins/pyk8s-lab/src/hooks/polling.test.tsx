import { TestApiProvider } from '@backstage/frontend-test-utils';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { aProvisioningLab, FakeLabApi } from '../__testUtils__';
import { labApiRef } from '../api';
import { useLabOptions } from './useLabOptions';
import { useLogSources } from './useLogSources';

describe('what is asked again and again', () => {
  const api = new FakeLabApi();
  let hidden: jest.SpyInstance<boolean>;

  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
    hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  });
  afterEach(() => {
    jest.useRealTimers();
    hidden.mockRestore();
  });

  const wrapper = ({ children }: { children: ReactNode }) => (
    <TestApiProvider apis={[[labApiRef, api]]}>{children}</TestApiProvider>
  );
  const pass = (ms: number) =>
    act(async () => {
      await jest.advanceTimersByTimeAsync(ms);
    });
  const show = () =>
    act(async () => {
      hidden.mockReturnValue(false);
      document.dispatchEvent(new Event('visibilitychange'));
    });

  it('are the options while the server fails, if somebody sees the page', async () => {
    api.getOptions.mockImplementation(async () => {
      throw new Error('No connection');
    });
    renderHook(() => useLabOptions(), { wrapper });
    await pass(0);
    await pass(60_000);
    expect(api.getOptions).toHaveBeenCalledTimes(1);
    await show();
    expect(api.getOptions).toHaveBeenCalledTimes(2);
    await pass(5_000);
    expect(api.getOptions).toHaveBeenCalledTimes(3);
  });

  it('are the logs of a lab that is made, if somebody sees the page', async () => {
    const lab = aProvisioningLab();
    renderHook(() => useLogSources(lab), { wrapper });
    await pass(0);
    await pass(60_000);
    expect(api.getLabLogSources).toHaveBeenCalledTimes(1);
    await show();
    expect(api.getLabLogSources).toHaveBeenCalledTimes(2);
    await pass(2_000);
    expect(api.getLabLogSources).toHaveBeenCalledTimes(3);
  });
});
