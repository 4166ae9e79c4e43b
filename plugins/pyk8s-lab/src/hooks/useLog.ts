import { useApi } from '@backstage/frontend-plugin-api';
import type { LabLogQuery } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { labApiRef } from '../api';
import { Sight } from '../watch';
import { LogReader, type LogState } from '../logs';
import { useTranslate } from '../translation';

/**
 * Reads a log for as long as the component is there.
 *
 * @param labId - the lab's id
 * @param query - another one is another log
 * @param follows - whether it goes on as the log grows
 */
export function useLog(
  labId: string,
  query: LabLogQuery,
  follows: boolean,
): { reader: LogReader; log: LogState } {
  const api = useApi(labApiRef);
  const t = useTranslate();
  const key = JSON.stringify(query);
  const reader = useMemo(
    () => LogReader.create({ labId, api, t, query: JSON.parse(key) }),
    [labId, api, t, key],
  );

  // Before it follows, so that it connects for no page that is out of sight.
  useEffect(() => {
    const sight = Sight.watch(isSeen =>
      isSeen ? reader.goOn() : reader.letGo(),
    );
    if (!sight.isSeen) {
      reader.letGo();
    }
    return () => {
      sight.stop();
      reader.stop();
    };
  }, [reader]);
  useEffect(() => reader.follow(follows), [reader, follows]);
  return {
    reader,
    log: useSyncExternalStore(reader.subscribe, reader.getState),
  };
}
