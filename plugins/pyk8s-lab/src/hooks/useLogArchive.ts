import { useApi } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useMemo, useSyncExternalStore } from 'react';
import { labApiRef } from '../api';
import { type Outcome, useCapture } from '../analytics';
import { archiveDownloadOf, type ArchiveState } from '../logs';

/**
 * Lets the browser save a text, or what was put together in pieces, as a file.
 *
 * @param type - its media type
 */
export function saveFile(name: string, content: string | Blob, type: string) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

const OUTCOMES: Partial<Record<ArchiveState['phase'], Outcome>> = {
  saved: 'success',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** The download of all logs of a lab. */
export interface LogArchiveResult {
  /** The name under which it is saved. */
  fileName: string;
  state: ArchiveState;
  start: () => void;
  cancel: () => void;
}

/** Gets all logs of a lab, and lets the browser save them. */
export function useLogArchive({ id, name, provider }: Lab): LogArchiveResult {
  const api = useApi(labApiRef);
  const capture = useCapture();
  const download = useMemo(() => archiveDownloadOf(id, api), [id, api]);
  const fileName = `${name}-logs.tar.gz`;
  const start = async () => {
    await download.start(archive =>
      saveFile(fileName, archive, 'application/gzip'),
    );
    // Undefined where one runs already, which is counted where it started.
    const outcome = OUTCOMES[download.getState().phase];
    if (outcome) {
      capture({
        action: 'download',
        subject: 'log-archive',
        attributes: { provider, outcome },
      });
    }
  };
  return {
    fileName,
    state: useSyncExternalStore(download.subscribe, download.getState),
    start,
    cancel: () => download.cancel(),
  };
}
