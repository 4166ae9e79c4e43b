import { useApi } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { labApiRef } from '../api';
import {
  type ImageImports,
  imageSessionOf,
  type ProgressRow,
  progressRows,
} from '../images';
import { useCaller } from './people';
import { useCapture } from '../analytics';

/** What brings images into a lab. */
export interface ImageProgress {
  imports: ImageImports;
  /** The newest first. */
  rows: readonly ProgressRow[];
  /** The server has told of its jobs, or why it does not. */
  isKnown: boolean;
  /** Why the server's jobs are not known; what was known stays. */
  error?: Error;
  /** Asks for the jobs again. */
  look: () => void;
}

/**
 * Watches the imports of images into a lab.
 *
 * @param lab - the lab
 */
export function useImageProgress({
  id,
  provider,
}: Pick<Lab, 'id' | 'provider'>): ImageProgress {
  const api = useApi(labApiRef);
  const capture = useCapture();
  const { imports, jobs } = useMemo(
    () =>
      imageSessionOf(id, api, ({ file }, outcome) =>
        capture({
          action: 'import',
          subject: 'image',
          attributes: { provider, from: file ? 'file' : 'lab-host', outcome },
        }),
      ),
    [id, api, capture, provider],
  );
  const sent = useSyncExternalStore(imports.subscribe, imports.getState);
  const known = useSyncExternalStore(jobs.subscribe, jobs.getState);
  const me = useCaller()?.userEntityRef;

  useEffect(() => jobs.watch(), [jobs]);
  const rows = useMemo(
    () => progressRows(sent.imports, known.jobs ?? [], me),
    [sent.imports, known.jobs, me],
  );
  return {
    imports,
    rows,
    isKnown: known.jobs !== undefined || known.error !== undefined,
    error: known.error,
    look: () => jobs.look(),
  };
}
