import { ConflictError, CustomErrorBase } from '@backstage/errors';

/** A quota or a rate limit is exceeded. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 429;
  /** Whole seconds until it makes sense to ask again, where that is known. */
  readonly retryAfterSeconds?: number;

  constructor(message: string, retryAfterSeconds?: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The new owner of a lab has one of that name. */
export class LabNameTakenError extends ConflictError {}

/** More than is read of a request. */
export class PayloadTooLargeError extends CustomErrorBase {
  name = 'PayloadTooLargeError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 413;
}

/** A request that did not come whole in time. */
export class RequestTimeoutError extends CustomErrorBase {
  name = 'RequestTimeoutError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 408;
}

/** What a lab's cluster answered is not to be given on. */
export class BadGatewayError extends CustomErrorBase {
  name = 'BadGatewayError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 502;
}
