import {
  type RefObject,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type LogLines, OneRowLayout, WrappedLayout } from '../../logs';
import type { FoundLine } from './useLogFind';
import { type LogMetrics, useMetrics } from './useMetrics';

/** Who is this near to the end, in pixels, wants to see what comes. */
const NEAR = 24;

/** How many rows are drawn beyond each edge, for those who scroll fast. */
const BEYOND = 20;

/** Which part of a log is drawn, and where. */
export interface LogWindow {
  /** What to give to the element that scrolls. */
  readonly scroller: {
    readonly ref: RefObject<HTMLDivElement>;
    readonly onScroll: () => void;
    readonly tabIndex: 0;
  };
  readonly probeRef: RefObject<HTMLDivElement>;
  readonly metrics: LogMetrics;
  /** The first line that is drawn, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Where the first line that is drawn begins, in pixels. */
  readonly offset: number;
  /** How high all lines are together, in pixels. */
  readonly total: number;
  readonly heightOf: (line: number) => number;
  /** What comes stays in sight. */
  readonly isAtEnd: boolean;
  readonly toEnd: () => void;
}

/**
 * Says which lines of a log are drawn: those in sight, however many there are. The
 * end stays in sight unless the reader has scrolled away from it.
 *
 * @param version - another one whenever there are more lines
 * @param gutterColumns - how many characters what is beside the lines takes
 * @param goTo - what shall be in sight, when it is another step
 */
export function useLogWindow({
  lines,
  version,
  wraps,
  gutterColumns,
  goTo,
}: {
  lines: LogLines;
  version: number;
  wraps: boolean;
  gutterColumns: number;
  goTo: FoundLine | undefined;
}): LogWindow {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const probeRef = useRef<HTMLDivElement>(null);
  const metrics = useMetrics(scrollerRef, probeRef);
  const { rowHeight, height, width, characterWidth } = metrics;
  const [isAtEnd, setIsAtEnd] = useState(true);
  const [top, setTop] = useState(0);

  const columns = Math.max(
    1,
    Math.floor(width / characterWidth) - gutterColumns,
  );
  const layout = useMemo(
    () => (wraps ? new WrappedLayout(columns) : new OneRowLayout()),
    // Other lines are laid out from the beginning.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [wraps, columns, lines],
  );
  layout.update(lines);

  const total = layout.rows * rowHeight;
  const shownTop = isAtEnd ? Math.max(0, total - height) : top;
  const isEmpty = lines.count === 0;
  const from = isEmpty
    ? lines.first
    : layout.lineAt(Math.floor(shownTop / rowHeight) - BEYOND);
  const to = isEmpty
    ? lines.first
    : layout.lineAt(Math.ceil((shownTop + height) / rowHeight) + BEYOND) + 1;

  const onScroll = useCallback(() => {
    const { current: element } = scrollerRef;
    if (element) {
      const { scrollHeight, scrollTop, clientHeight } = element;
      setTop(scrollTop);
      setIsAtEnd(scrollHeight - scrollTop - clientHeight <= NEAR);
    }
  }, []);

  // What is read stays where it is when lines above it are forgotten, and when
  // lines are wrapped.
  const placed = useRef({ layout, lines, forgotten: 0, topLine: 0 });
  useLayoutEffect(() => {
    const { current: element } = scrollerRef;
    const before = placed.current;
    const forgotten = layout.forgottenRows;
    const topLine = isEmpty
      ? lines.first
      : layout.lineAt(Math.floor(shownTop / rowHeight));
    placed.current = { layout, lines, forgotten, topLine };
    if (!element) {
      return;
    }
    const isWrappedAnew = before.layout !== layout && before.lines === lines;
    if (isAtEnd) {
      element.scrollTop = element.scrollHeight;
    } else if (isWrappedAnew && before.topLine >= lines.first) {
      placed.current.topLine = before.topLine;
      element.scrollTop = layout.rowOf(before.topLine) * rowHeight;
      setTop(element.scrollTop);
    } else if (before.layout === layout && forgotten > before.forgotten) {
      element.scrollTop -= (forgotten - before.forgotten) * rowHeight;
      setTop(element.scrollTop);
    }
  }, [
    layout,
    lines,
    isEmpty,
    version,
    shownTop,
    isAtEnd,
    rowHeight,
    height,
    total,
  ]);

  const goal = goTo && {
    step: goTo.step,
    top: Math.max(0, layout.rowOf(goTo.line) * rowHeight - height / 2),
    left: wraps ? 0 : (goTo.column + gutterColumns) * characterWidth,
  };
  const latestGoal = useRef(goal);
  latestGoal.current = goal;
  useLayoutEffect(() => {
    const { current: element } = scrollerRef;
    if (!element || !latestGoal.current) {
      return;
    }
    const { left, top: goalTop } = latestGoal.current;
    setIsAtEnd(false);
    setTop(goalTop);
    element.scrollTop = goalTop;
    // Along the line only where it is out of sight.
    const { scrollLeft, clientWidth } = element;
    if (left < scrollLeft || left > scrollLeft + clientWidth * 0.8) {
      element.scrollLeft = Math.max(0, left - clientWidth / 3);
    }
  }, [goal?.step]);

  return {
    // Who has no mouse scrolls with the keyboard, which needs the focus there.
    scroller: { ref: scrollerRef, onScroll, tabIndex: 0 },
    probeRef,
    metrics,
    from,
    to,
    offset: isEmpty ? 0 : layout.rowOf(from) * rowHeight,
    total,
    heightOf: line =>
      ((line + 1 < lines.end ? layout.rowOf(line + 1) : layout.rows) -
        layout.rowOf(line)) *
      rowHeight,
    isAtEnd,
    toEnd: useCallback(() => setIsAtEnd(true), []),
  };
}
