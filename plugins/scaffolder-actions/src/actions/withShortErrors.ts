import { toError } from '@backstage/errors';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { boundedText } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** What the headline of a failed task can hold. */
const MAX_LENGTH = 200;
const IN_LOG = ' The log has the details.';

/**
 * A message in at most 200 characters on one line: as it is where it fits, otherwise its
 * first sentence, or as much of that as fits, and where the rest is.
 */
export function shorten(message: string): string {
  const [line = ''] = message.split('\n', 1);
  if (line === message && message.length <= MAX_LENGTH) {
    return message;
  }
  const room = MAX_LENGTH - IN_LOG.length;
  return `${firstSentence(line, room) ?? boundedText(line, room)}${IN_LOG}`;
}

/** The first sentence of a line, unless it is longer than there is room. */
function firstSentence(line: string, room: number): string | undefined {
  const end = line.indexOf('. ');
  const sentence = end < 0 ? line : line.slice(0, end + 1);
  const full = /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
  return full.length <= room ? full : undefined;
}

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
