import { CustomErrorBase } from '@backstage/errors';

/** The body is larger than the API takes. */
export class PayloadTooLargeError extends CustomErrorBase {
  name = 'PayloadTooLargeError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 413;
}
