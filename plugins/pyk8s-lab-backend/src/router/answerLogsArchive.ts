import type { Response } from 'express';
import type { LogArchiveTaker } from '../logs/archiveLogs';
import { callerLeft } from './sse';

const JOB_HEADER = 'Pyk8s-Lab-Job';

/** Answers with an archive of logs while it is made. */
export async function answerLogsArchive(
  res: Response,
  write: (taker: LogArchiveTaker) => Promise<void>,
): Promise<void> {
  try {
    await write({
      signal: callerLeft(res),
      output: res,
      onStart: ({ jobId, fileName }) => {
        res
          .status(200)
          .attachment(fileName)
          .type('application/gzip')
          .set({
            // As for other logs; and it is compressed already.
            'Cache-Control': 'no-store, no-transform',
            'X-Content-Type-Options': 'nosniff',
            [JOB_HEADER]: jobId,
          })
          // A portal's page may come from another origin, as in development.
          .append('Access-Control-Expose-Headers', JOB_HEADER);
        res.flushHeaders();
      },
    });
  } catch (error) {
    if (!res.headersSent) {
      throw error;
    }
    // Nothing else tells that the archive is incomplete.
    res.destroy();
  }
}
