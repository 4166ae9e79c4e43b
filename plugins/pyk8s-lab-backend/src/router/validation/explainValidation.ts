import { InputError, isError } from '@backstage/errors';
import type { ErrorRequestHandler } from 'express';

/** How the validator of OpenAPI files words what is wrong, and how people do. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bEmpty value found for query parameter '(\w+)'/g, '$1 must not be empty'],
  [/\brequest\/(?:body|query|headers|params)\//g, ''],
  [
    /\brequest\/(?:body|query|headers) must have required property '([^']+)'/g,
    '$1 is required',
  ],
  [/\brequest\/body\b/g, 'the body'],
  [/must NOT have fewer than 1 characters/g, 'must not be empty'],
  [
    /must NOT have fewer than (\d+) characters/g,
    'must have at least $1 characters',
  ],
  [
    /must NOT have more than (\d+) characters/g,
    'must have at most $1 characters',
  ],
  [/must be equal to one of the allowed values: /g, 'must be one of '],
  [/must be (array|integer|object)\b/g, 'must be an $1'],
  [/must be (boolean|number|string)\b/g, 'must be a $1'],
  [/must be > (\d+)/g, 'must be above $1'],
  [/must be >= (\d+)/g, 'must be at least $1'],
  [/must be <= (\d+)/g, 'must be at most $1'],
];

const OF_VALIDATOR = /^(?:request\/|Empty value )/;

/** Says in plain words which field or parameter the OpenAPI file does not allow. */
export const explainValidation: ErrorRequestHandler = (
  error,
  _req,
  _res,
  next,
) => {
  next(
    isError(error) && OF_VALIDATOR.test(error.message)
      ? new InputError(inPlainWords(error.message))
      : error,
  );
};

/** The message of a validator, as people write it. */
export function inPlainWords(message: string): string {
  return WORDS.reduce(
    (text, [pattern, words]) => text.replace(pattern, words),
    message,
  );
}

/**
 * Adds the header that clients wait by (RFC 9110, section 10.2.3) to an error that
 * knows when it makes sense to ask again.
 */
export const setRetryAfter: ErrorRequestHandler = (error, _req, res, next) => {
  if (typeof error?.retryAfterSeconds === 'number' && !res.headersSent) {
    res.set('Retry-After', String(error.retryAfterSeconds));
  }
  next(error);
};
