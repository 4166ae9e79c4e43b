import { TestApiProvider } from '@backstage/frontend-test-utils';
import { act, renderHook } from '@testing-library/react';
import { FakeLabApi } from '../__testUtils__';
import { labApiRef } from '../api';
import { useLabPage } from './useLabPage';

describe('useLabPage', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('does not ask for every letter that is typed', async () => {
    const api = new FakeLabApi();
    const { result, rerender } = renderHook(({ q }) => useLabPage({ q }), {
      initialProps: { q: '' },
      wrapper: ({ children }) => (
        <TestApiProvider apis={[[labApiRef, api]]}>{children}</TestApiProvider>
      ),
    });
    const asks = jest.fn();
    result.current.source.onStale(asks);
    const pass = (ms: number) => act(() => jest.advanceTimersByTime(ms));
    for (const q of ['f', 'fo', 'for', 'fore']) {
      rerender({ q });
      pass(200);
    }
    expect(asks).not.toHaveBeenCalled();
    pass(1_000);
    expect(asks).toHaveBeenCalledTimes(1);
    await act(async () => {
      for await (const _labs of result.current.source.list());
    });
    expect(api.listLabs.mock.calls).toEqual([
      [expect.objectContaining({ q: 'fore' })],
    ]);
  });
});
