import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { type LogLines, LogSearch, stepTo } from '../../logs';

/** A line that was found and gone to. */
export interface FoundLine {
  readonly line: number;
  /** How many characters are before what was looked for. */
  readonly column: number;
  /** Which of the lines that match it is, from 1. */
  readonly place: number;
  /** Another one each time that a line is gone to, be it the same. */
  readonly step: number;
}

/** A search in a log. */
export interface LogFinding {
  readonly text: string;
  readonly search: LogSearch;
  /** How many lines match. */
  readonly count: number;
  readonly current: FoundLine | undefined;
  readonly setText: (text: string) => void;
  readonly step: (direction: 'next' | 'previous') => void;
}

/** Looks for a text in a log, and goes from one line that has it to the next. */
export function useLogFind(lines: LogLines): LogFinding {
  const [text, setText] = useState('');
  const [{ line, step }, setGoal] = useState<{ line?: number; step: number }>({
    step: 0,
  });
  // Looking through many lines does not hold up the typing.
  const wanted = useDeferredValue(text);
  const search = useMemo(() => LogSearch.create(wanted), [wanted]);
  const matches = search.matchesIn(lines);
  const latest = useRef(matches);
  latest.current = matches;
  // What is typed leads to a match at once: it may be far from what is in sight.
  useEffect(() => {
    if (search.isActive) {
      setGoal(goal => {
        const from = goal.line === undefined ? undefined : goal.line - 1;
        const found = latest.current[stepTo(latest.current, from, 'next')];
        return { line: found ?? goal.line, step: goal.step + 1 };
      });
    }
  }, [search]);
  const place = useMemo(
    () => (line === undefined ? -1 : matches.indexOf(line)),
    // The array is the same one while it grows and loses its first ones.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [line, matches, matches[0], search],
  );
  return {
    text,
    search,
    count: matches.length,
    current:
      line !== undefined && place >= 0
        ? {
            line,
            column: search.columnIn(lines.at(line)),
            place: place + 1,
            step,
          }
        : undefined,
    setText,
    step: direction =>
      setGoal({
        line: matches[stepTo(matches, line, direction)],
        step: step + 1,
      }),
  };
}
