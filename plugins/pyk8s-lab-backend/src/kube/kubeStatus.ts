import { isError } from '@backstage/errors';

/**
 * An error as Kubernetes tells it, whose clients show its message.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
export interface KubeStatus {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Record<string, never>;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: string;
  readonly code: number;
}

/** The portal's errors, as the code and the word that Kubernetes has for them. */
const REASONS: Readonly<Record<string, readonly [number, string]>> = {
  InputError: [400, 'BadRequest'],
  AuthenticationError: [401, 'Unauthorized'],
  NotAllowedError: [403, 'Forbidden'],
  NotFoundError: [404, 'NotFound'],
  ConflictError: [409, 'Conflict'],
  TooManyRequestsError: [429, 'TooManyRequests'],
  NotImplementedError: [501, 'NotImplemented'],
  BadGatewayError: [502, 'BadGateway'],
  ServiceUnavailableError: [503, 'ServiceUnavailable'],
};

/** An unexpected error gets a general message: its own may hold anything. */
export function toKubeStatus(error: unknown): KubeStatus {
  const [code, reason] = (isError(error) && REASONS[error.name]) || [
    500,
    'InternalError',
  ];
  const message =
    isError(error) && code !== 500
      ? error.message
      : 'The portal could not do this. Its log says why.';
  return statusOf(code, reason, message);
}

export function statusOf(
  code: number,
  reason: string,
  message: string,
): KubeStatus {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code,
  };
}
