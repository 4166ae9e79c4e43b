import { CustomErrorBase } from '@backstage/errors';
import type { RequestHandler } from 'express';
import { describedMethods } from './describedPath';

/** A method that a path does not have. */
class MethodNotAllowedError extends CustomErrorBase {
  name = 'MethodNotAllowedError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 405;
}

/** Answers with the methods that a path has where it has others (RFC 9110, 15.5.6). */
export const refuseOtherMethods: RequestHandler = (req, res, next) => {
  const described = describedMethods(req.path);
  if (!described) {
    next();
    return;
  }
  const allowed = [
    ...described,
    ...(described.includes('GET') ? ['HEAD'] : []),
    'OPTIONS',
  ];
  res.set('Allow', allowed.join(', '));
  next(
    new MethodNotAllowedError(
      `${req.method} is not possible here; use one of ${allowed.join(', ')}.`,
    ),
  );
};
