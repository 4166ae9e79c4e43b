import { CustomErrorBase } from '@backstage/errors';

/**
 * How an attempt failed.
 * @public
 */
export interface ProvisioningErrorOptions {
  /** False when another attempt would fail in the same way. Defaults to true. */
  retryable?: boolean;
  cause?: unknown;
}

/**
 * A cluster could not be created. The message is the provider's own, for the
 * lab's owner: what happened, and what to do where that is known. It holds no
 * secret.
 * @public
 */
export class ProvisioningError extends CustomErrorBase {
  name = 'ProvisioningError' as const;
  readonly retryable: boolean;

  constructor(message: string, options: ProvisioningErrorOptions = {}) {
    super(message, options.cause);
    this.retryable = options.retryable ?? true;
  }
}

/**
 * What a provider works with (Docker, say) cannot be reached now. It
 * counts as no attempt: work goes on when it is back.
 * @public
 */
export class ProviderUnavailableError extends CustomErrorBase {
  name = 'ProviderUnavailableError' as const;
}
