import { toError } from '@backstage/errors';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { boundedText } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The space in the headline of a failed task. */
const MAX_LENGTH = 200;
const IN_LOG = ' The log has the details.';

/**
 * A message in at most 200 characters on one line: unchanged if it fits, otherwise its
 * first sentence, truncated if necessary, with a hint to the log.
 */
export function shorten(message: string): string {
  const [line = ''] = message.split('\n', 1);
  if (line === message && message.length <= MAX_LENGTH) {
    return message;
  }
  const room = MAX_LENGTH - IN_LOG.length;
  return `${firstSentence(line, room) ?? boundedText(line, room)}${IN_LOG}`;
}

/** The first sentence of a line, unless it is too long. */
function firstSentence(line: string, room: number): string | undefined {
  const end = line.indexOf('. ');
  const sentence = end < 0 ? line : line.slice(0, end + 1);
  const full = /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
  return full.length <= room ? full : undefined;
}

/**
 * Shortens the errors of an action, because the page of a task shows an error as its
 * headline. The log of the step has the complete message.
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
