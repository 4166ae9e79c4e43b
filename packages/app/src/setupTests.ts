import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The whole portal is slow to load in jsdom, the more so on a busy machine.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 10_000 });

// jsdom lays nothing out, so it knows no media queries; the sidebar is there
// on a wide screen.
Object.defineProperty(window, 'matchMedia', {
  configurable: true,
  writable: true,
  value: (query: string): Partial<MediaQueryList> => ({
    matches: /min-width/.test(query),
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
    // Backstage's theme provider still calls the older names.
    addListener: () => {},
    removeListener: () => {},
  }),
});
