import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';

/** Who is this near to the end, in pixels, wants to see what comes. */
const NEAR = 24;

/**
 * Keeps the end of something that grows in sight, unless the reader has scrolled
 * away from it.
 *
 * @param content - another value whenever there is more
 * @param part - the end is gone to in any case when this changes
 * @returns what to give to the element that scrolls
 */
export function useFollowedEnd<T extends HTMLElement>(
  content: unknown,
  part: unknown,
): { ref: RefObject<T>; onScroll: () => void; tabIndex: 0 } {
  const ref = useRef<T>(null);
  const isAtEnd = useRef(true);
  const shownPart = useRef(part);

  const onScroll = useCallback(() => {
    const { current: element } = ref;
    if (element) {
      const { scrollHeight, scrollTop, clientHeight } = element;
      isAtEnd.current = scrollHeight - scrollTop - clientHeight <= NEAR;
    }
  }, []);

  useLayoutEffect(() => {
    if (shownPart.current !== part) {
      shownPart.current = part;
      isAtEnd.current = true;
    }
    if (ref.current && isAtEnd.current) {
      ref.current.scrollTop = ref.current.scrollHeight;
    }
  }, [content, part]);

  // Who has no mouse scrolls with the keyboard, which needs the focus there.
  return { ref, onScroll, tabIndex: 0 };
}
