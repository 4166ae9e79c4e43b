import { CustomErrorBase } from '@backstage/errors';

/**
 * Another worker has taken the lab over. Whoever gets this stops working on it.
 */
export class LeaseLostError extends CustomErrorBase {
  name = 'LeaseLostError' as const;
}
