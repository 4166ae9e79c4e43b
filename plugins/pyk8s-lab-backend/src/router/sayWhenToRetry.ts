import type { ErrorRequestHandler } from 'express';

/**
 * Adds the header that clients wait by (RFC 9110, section 10.2.3) to an error that
 * knows when it makes sense to ask again.
 */
export const sayWhenToRetry: ErrorRequestHandler = (error, _req, res, next) => {
  if (typeof error?.retryAfterSeconds === 'number' && !res.headersSent) {
    res.set('Retry-After', String(error.retryAfterSeconds));
  }
  next(error);
};
