import { CustomErrorBase } from '@backstage/errors';
import type { LabJob } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { PassThrough, type Readable } from 'node:stream';
import { parseApply } from '../apply/ApplyRequest';
import type { ApplyService } from '../apply/ApplyService';
import type { LabCaller } from '../callers/LabCaller';
import type { ImageService } from '../images/ImageService';
import { callerLeft } from './sse';

const MAX_NAME = 200;

/** A body that no archive comes in. */
class UnsupportedMediaTypeError extends CustomErrorBase {
  name = 'UnsupportedMediaTypeError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 415;
}

/**
 * Adds the calls that take an archive, which is read as it comes: images, and
 * manifests.
 *
 * @param labOf - the lab that a request is about, and who calls
 */
export function receiveUploads(
  router: Router,
  labOf: (
    req: Request<{ id: string }>,
  ) => Promise<readonly [string, LabCaller]>,
  services: { readonly images: ImageService; readonly apply: ApplyService },
): void {
  const { images, apply } = services;
  router.post('/labs/:id/images', async (req, res, next) => {
    if (req.is('application/json')) {
      next();
      return;
    }
    const [id, caller] = await labOf(req);
    const archive = archiveIn(req);
    const { job } = await images.import(
      id,
      { archive, name: nameOf(req), sizeBytes: lengthOf(req) },
      caller,
      { sending: callerLeft(res) },
    );
    answerJob(req, res, job);
  });
  // On a router of its own, so that OPTIONS is answered.
  const manifests = PromiseRouter();
  manifests.post('/labs/:id/apply', async (req, res) => {
    const [id, caller] = await labOf(req);
    const request = parseApply(req.query);
    const { job } = await apply.apply(id, request, archiveIn(req), caller, {
      sending: callerLeft(res),
    });
    answerJob(req, res, job);
  });
  router.use(manifests);
}

/** Answers with a job that has started, and where it is. */
export function answerJob(
  req: Pick<Request, 'baseUrl'>,
  res: Pick<Response, 'status'>,
  job: LabJob,
): void {
  res.status(202).location(`${req.baseUrl}/jobs/${job.id}`).json(job);
}

/**
 * The body as a stream of its own. Code that refuses an archive destroys the stream
 * that it reads; of a request, that would take the connection and the answer, too.
 *
 * @throws UnsupportedMediaTypeError for a form
 */
function archiveIn(req: Request): Readable {
  if (req.is('multipart/*')) {
    throw new UnsupportedMediaTypeError(
      'An archive is sent as it is, not as a form: with curl, -X POST -T app.tar rather than -F.',
    );
  }
  const body = new PassThrough();
  // Its errors are its reader's; there may be none yet.
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
