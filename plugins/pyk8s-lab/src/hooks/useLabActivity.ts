import { useApi } from '@backstage/frontend-plugin-api';
import {
  LAB_JOB_EVENTS,
  type LabActivityCategory,
  labActivityCategory,
  type LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { toError } from '@backstage/errors';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { labApiRef } from '../api';
import { Sight } from '../watch';

const PAGE_SIZE = 30;

/** What happened to a lab. */
export interface LabActivityResult {
  /** The newest first. */
  events: LabEvent[];
  isLoading: boolean;
  error?: Error;
  /** There are older events, which {@link LabActivityResult.loadMore} brings. */
  hasMore: boolean;
  /** Reads the next page, or the one that failed again. */
  loadMore: () => void;
}

/**
 * Reads what happened to a lab, page by page, and adds what happens now.
 *
 * @param id - the lab's id
 * @param liveEvents - what has come over the stream, the newest first
 * @param category - only events of this category; all where it is undefined
 */
export function useLabActivity(
  id: string,
  liveEvents: readonly LabEvent[],
  category?: LabActivityCategory,
): LabActivityResult {
  const api = useApi(labApiRef);
  const [read, setRead] = useState<LabEvent[]>([]);
  const [cursor, setCursor] = useState<string>();
  const [isLoading, setLoading] = useState(true);
  const [error, setError] = useState<Error>();

  const ask = useCallback(
    (from?: string) =>
      api.getLabActivity(id, {
        limit: PAGE_SIZE,
        cursor: from,
        ...(category && { category: [category] }),
      }),
    [api, id, category],
  );
  // What was asked for before the list was replaced does not belong to it.
  const version = useRef(0);

  const readPage = useCallback(
    async (from?: string) => {
      const asked = version.current;
      const ifCurrent = (act: () => void) => {
        if (asked === version.current) {
          act();
        }
      };
      setLoading(true);
      setError(undefined);
      try {
        const { items, pageInfo } = await ask(from);
        ifCurrent(() => {
          setRead(known => (from ? [...known, ...items] : items));
          setCursor(pageInfo.nextCursor);
        });
      } catch (cause) {
        ifCurrent(() => setError(toError(cause)));
      } finally {
        ifCurrent(() => setLoading(false));
      }
    },
    [ask],
  );

  useEffect(() => {
    // What was read belongs to another lab or category.
    setRead([]);
    setCursor(undefined);
    readPage();
    return () => {
      version.current += 1;
    };
  }, [readPage]);

  // What happened while nobody saw the page may not have come over its stream.
  useEffect(() => {
    const readNewest = async () => {
      const asked = version.current;
      const { items, pageInfo } = await ask();
      if (asked !== version.current) {
        return;
      }
      version.current += 1;
      const oldest = items[items.length - 1]?.seq ?? 0;
      setRead(known => {
        const meets = known.some(({ seq }) => seq >= oldest);
        return meets ? [...items, ...known] : items;
      });
      // From there on all is read again, which repeats nothing on the page.
      setCursor(pageInfo.nextCursor);
      setError(undefined);
      setLoading(false);
    };
    const sight = Sight.watch(isSeen => {
      if (isSeen) {
        // The page shows what it has, and says elsewhere that it is not live.
        readNewest().catch(() => undefined);
      }
    });
    return () => sight.stop();
  }, [ask]);

  const events = useMemo(() => {
    const live = liveEvents.filter(
      ({ type }) =>
        !LAB_JOB_EVENTS.includes(type) &&
        (!category || labActivityCategory(type) === category),
    );
    const bySeq = new Map([...live, ...read].map(event => [event.seq, event]));
    return [...bySeq.values()].sort((one, other) => other.seq - one.seq);
  }, [liveEvents, read, category]);

  const loadMore = useCallback(() => {
    readPage(cursor);
  }, [readPage, cursor]);

  const hasMore = cursor !== undefined;
  return { events, isLoading, error, hasMore, loadMore };
}
