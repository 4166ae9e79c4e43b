import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are slow to draw in jsdom, the more so on a busy machine.
jest.setTimeout(30_000);
configure({ asyncUtilTimeout: 5_000 });

// jsdom lays nothing out, so it knows no media queries. The components ask for
// the width of the screen: tests see a wide one unless they say otherwise.
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
