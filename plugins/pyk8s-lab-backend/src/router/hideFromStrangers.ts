import { isError } from '@backstage/errors';
import type { ErrorRequestHandler } from 'express';
import {
  type AnyRequest,
  type CallerServices,
  readCaller,
  readReader,
} from '../callers/readCaller';
import type { JobService } from '../jobs/JobService';
import type { LabService } from '../labs/LabService';
import { parseJobId, parseLabId } from './parseRequests';

interface Services extends CallerServices {
  readonly labs: Pick<LabService, 'get'>;
  readonly jobs: Pick<JobService, 'get'>;
}

/** What says nothing about a lab, or was decided for the caller already. */
const TOLD_TO_ALL = [
  'AuthenticationError',
  'MethodNotAllowedError',
  'NotFoundError',
  'TooManyRequestsError',
];
/** Paths that plugins of the portal may read, too. */
const OF_READERS = /^\/(?:labs(?:\/[^/]+)?|events)\/?$/i;
const ABOUT_ONE = /^\/(labs|jobs)\/([^/]+)/i;

/**
 * What is wrong with a request shows only to callers who may read the lab or job that
 * it names. For others there is no such lab, whatever else they send; and callers
 * who may not use the API at all learn only that.
 *
 * @returns the error to answer with
 */
export async function hiddenFromStrangers(
  error: unknown,
  req: AnyRequest,
  path: string,
  services: Services,
): Promise<unknown> {
  if (isError(error) && TOLD_TO_ALL.includes(error.name)) {
    return error;
  }
  const reads = ['GET', 'HEAD'].includes(req.method) && OF_READERS.test(path);
  try {
    const caller = await (reads ? readReader : readCaller)(req, services);
    const [, kind, id] = ABOUT_ONE.exec(path) ?? [];
    if (kind?.toLowerCase() === 'labs') {
      await services.labs.get(parseLabId(decoded(id)), caller);
    } else if (kind) {
      await services.jobs.get(parseJobId(decoded(id)), caller);
    }
    return error;
  } catch (refusal) {
    return refusal;
  }
}

/** As middleware, after everything that reads or checks a request. */
export function hideFromStrangers(services: Services): ErrorRequestHandler {
  return (error, req, _res, next) => {
    hiddenFromStrangers(error, req, req.path, services).then(next, next);
  };
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    // No UUID, so no lab.
    return id;
  }
}
