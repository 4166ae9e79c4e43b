import { toError } from '@backstage/errors';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { shorten } from './shorten';

/**
 * Keeps the errors of an action short, because the page of a task shows an error as
 * its headline. What does not fit there is in the log of the step.
 */
export function withShortErrors<I extends JsonObject, O extends JsonObject>(
  action: TemplateAction<I, O>,
): TemplateAction<I, O> {
  return {
    ...action,
    async handler(ctx) {
      try {
        await action.handler(ctx);
      } catch (error) {
        const { name, message } = toError(error);
        const short = shorten(message);
        if (short === message) {
          throw error;
        }
        for (const line of message.split('\n')) {
          ctx.logger.error(line);
        }
        throw Object.assign(new Error(short, { cause: error }), { name });
      }
    },
  };
}
