import { useApi } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useMemo, useSyncExternalStore } from 'react';
import { labApiRef } from '../api';
import { archiveDownloadOf, type ArchiveState } from '../logs';
import { saveFile } from './saveFile';

/** The download of all logs of a lab. */
export interface LogArchiveResult {
  /** The name under which it is saved. */
  fileName: string;
  state: ArchiveState;
  start: () => void;
  cancel: () => void;
}

/** Gets all logs of a lab, and lets the browser save them. */
export function useLogArchive({ id, name }: Lab): LogArchiveResult {
  const api = useApi(labApiRef);
  const download = useMemo(() => archiveDownloadOf(id, api), [id, api]);
  const fileName = `${name}-logs.tar.gz`;
  return {
    fileName,
    state: useSyncExternalStore(download.subscribe, download.getState),
    start: () =>
      download.start(archive =>
        saveFile(fileName, archive, 'application/gzip'),
      ),
    cancel: () => download.cancel(),
  };
}
