import { InputError } from '@backstage/errors';
import express, { type RequestHandler } from 'express';
import { PayloadTooLargeError } from '../errors';

/** More than most requests of this API need. */
const BODY_LIMIT = '64kb';

/**
 * Reads JSON bodies, and answers with an error of the API when one is invalid.
 * @param limit - as body-parser takes it
 */
export function readBody(limit = BODY_LIMIT): RequestHandler {
  const readJson = express.json({ limit });
  return (req, res, next) =>
    readJson(req, res, (error?: unknown) =>
      error ? next(explain(error, limit)) : next(),
    );
}

/** The types are those of body-parser, which reads the body. */
function explain(error: unknown, limit: string): unknown {
  if (!(error instanceof Error) || !('type' in error)) {
    return error;
  }
  switch (error.type) {
    case 'entity.too.large':
      return new PayloadTooLargeError(
        `The body is too large: at most ${limit} are read.`,
      );
    case 'entity.parse.failed':
      return new InputError(
        'The body is not a JSON object: send one such as {"name": "demo"}.',
      );
    case 'request.aborted':
      return error;
    default:
      return new InputError(`The body cannot be read: ${error.message}.`);
  }
}
