import { createContext, useContext, useSyncExternalStore } from 'react';

const SECOND = 1_000;

// One clock for everything on the page: it ticks while somebody looks.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick() {
  timer = setTimeout(tick, SECOND - (Date.now() % SECOND));
  if (!document.hidden) {
    listeners.forEach(listener => listener());
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  document.addEventListener('visibilitychange', listener);
  if (timer === undefined) {
    timer = setTimeout(tick, SECOND - (Date.now() % SECOND));
  }
  return () => {
    listeners.delete(listener);
    document.removeEventListener('visibilitychange', listener);
    if (listeners.size === 0) {
      clearTimeout(timer);
      timer = undefined;
    }
  };
}

const neverSubscribe = () => () => {};

const ClockOffsetContext = createContext(0);

/**
 * Gives the components below it the server's clock, as the milliseconds by
 * which it is ahead of the local one.
 */
export const ClockOffsetProvider = ClockOffsetContext.Provider;

/**
 * Something that depends on the time, kept up to date every second. The
 * component is drawn again only when the value changes.
 *
 * @param select - makes the value from the server's clock, in milliseconds
 *   since 1970; must return a string, a number or the like
 * @param isActive - false where the value does not depend on the time now
 */
export function useNow<T extends string | number | boolean | undefined>(
  select: (serverNow: number) => T,
  isActive = true,
): T {
  const offsetMs = useContext(ClockOffsetContext);
  const read = () => {
    const wholeSecond = Math.floor(Date.now() / SECOND) * SECOND;
    return select(wholeSecond + offsetMs);
  };
  return useSyncExternalStore(isActive ? subscribe : neverSubscribe, read);
}
