import { InputError } from '@backstage/errors';
import express, { type RequestHandler } from 'express';
import { PayloadTooLargeError } from './errors';

/** More than any request of this API needs. */
const BODY_LIMIT = '64kb';

/** Reads JSON bodies, and says in words of the API when one cannot be read. */
export function readBody(): RequestHandler {
  const readJson = express.json({ limit: BODY_LIMIT });
  return (req, res, next) =>
    readJson(req, res, (error?: unknown) =>
      error ? next(explain(error)) : next(),
    );
}

/** The types are those of body-parser, which reads the body. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error) || !('type' in error)) {
    return error;
  }
  switch (error.type) {
    case 'entity.too.large':
      return new PayloadTooLargeError(
        `The body is too large: at most ${BODY_LIMIT} are read.`,
      );
    case 'entity.parse.failed':
      return new InputError(
        'The body is not JSON: send an object such as {"name": "demo"}.',
      );
    case 'request.aborted':
      return error;
    default:
      return new InputError(`The body cannot be read: ${error.message}.`);
  }
}
