import { type RefObject, useLayoutEffect, useState } from 'react';

/** The sizes that say which lines are in sight, in pixels. */
export interface LogMetrics {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly characterWidth: number;
}

/** Where nothing is laid out, as in tests. */
const USUAL: LogMetrics = {
  width: 800,
  height: 480,
  rowHeight: 20,
  characterWidth: 7.25,
};

/** How many characters the probe has: one alone would be rounded. */
export const PROBE = '0'.repeat(64);

/**
 * Measures where lines are shown.
 *
 * @param scroller - what they scroll in
 * @param probe - a line of text that is {@link PROBE}
 */
export function useMetrics(
  scroller: RefObject<HTMLElement>,
  probe: RefObject<HTMLElement>,
): LogMetrics {
  const [metrics, setMetrics] = useState(USUAL);
  useLayoutEffect(() => {
    const { current: element } = scroller;
    const { current: sample } = probe;
    if (!element || !sample) {
      return undefined;
    }
    const measure = () => {
      const { width, height } = sample.getBoundingClientRect();
      const next: LogMetrics = {
        width: element.clientWidth || USUAL.width,
        height: element.clientHeight || USUAL.height,
        rowHeight: height || USUAL.rowHeight,
        characterWidth: width / PROBE.length || USUAL.characterWidth,
      };
      setMetrics(now => (isSame(now, next) ? now : next));
    };
    measure();
    if (typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // It grows with the reader's size of letters.
    observer.observe(sample);
    return () => observer.disconnect();
  }, [scroller, probe]);
  return metrics;
}

function isSame(a: LogMetrics, b: LogMetrics): boolean {
  return (Object.keys(a) as (keyof LogMetrics)[]).every(
    key => a[key] === b[key],
  );
}
