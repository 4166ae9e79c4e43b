import { CustomErrorBase } from '@backstage/errors';
import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Request, Response } from 'express';
import { PassThrough, type Readable } from 'node:stream';
import type { ImageSource } from '../images/importArchive';
import { callerLeft } from './sse';

const MAX_NAME = 200;

/** A body that no archive comes in. */
class UnsupportedMediaTypeError extends CustomErrorBase {
  name = 'UnsupportedMediaTypeError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 415;
}

/** True for a body that is read as an image archive: any that is not JSON. */
export function isArchive(req: Request): boolean {
  return !req.is('application/json');
}

/**
 * Takes an image archive as it comes, and answers with the job when it has come
 * whole and is right.
 */
export async function receiveImage(
  req: Request,
  res: Response,
  start: (
    archive: ImageSource,
    sending: AbortSignal,
  ) => Promise<{ job: LabJob }>,
): Promise<void> {
  const { job } = await start(
    { archive: archiveIn(req), name: nameOf(req), sizeBytes: lengthOf(req) },
    callerLeft(res),
  );
  res.status(202).location(`${req.baseUrl}/jobs/${job.id}`).json(job);
}

/**
 * The body as a stream of its own. Whoever refuses an archive destroys the stream
 * that they read; of a request, that would take the connection and the answer, too.
 *
 * @throws UnsupportedMediaTypeError for a form
 */
export function archiveIn(req: Request): Readable {
  if (req.is('multipart/*')) {
    throw new UnsupportedMediaTypeError(
      'An archive is sent as it is, not as a form: with curl, -X POST -T app.tar rather than -F.',
    );
  }
  const body = new PassThrough();
  // Its errors are those of whoever reads it; there may be nobody yet.
  body.on('error', () => undefined);
  req.pipe(body);
  req.once('error', error => body.destroy(error));
  req.once('close', () => {
    if (!req.readableEnded) {
      body.destroy(new Error('The connection broke while the archive came.'));
    }
  });
  return body;
}

/** What its sender calls it, without what would trouble a title. */
function nameOf(req: Request): string | undefined {
  const { name } = req.query;
  const plain =
    typeof name === 'string'
      ? name.replace(/\p{C}/gu, '').trim().slice(0, MAX_NAME)
      : '';
  return plain === '' ? undefined : plain;
}

function lengthOf(req: Request): number | undefined {
  const length = Number(req.get('Content-Length'));
  return Number.isSafeInteger(length) && length > 0 ? length : undefined;
}
