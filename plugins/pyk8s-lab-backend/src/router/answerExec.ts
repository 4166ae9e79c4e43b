import type { ExecResult } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Request, Response } from 'express';
import type { ExecOptions } from '../commands/execInLab';
import { answerEvents, callerLeft } from './sse';

/**
 * Answers with how a command ended; or, to those that accept a stream of events,
 * with what it prints as it runs. A caller that leaves ends the command.
 */
export async function answerExec(
  req: Pick<Request, 'accepts'>,
  res: Response,
  run: (options: ExecOptions) => Promise<ExecResult>,
): Promise<void> {
  const signal = callerLeft(res);
  if (req.accepts(['json', 'text/event-stream']) === 'text/event-stream') {
    await answerEvents(res, signal, async ({ begin, send }) => {
      const {
        output: _,
        error: __,
        ...end
      } = await run({
        signal,
        onStart: begin,
        onText: (stream, text) => send('output', { stream, text }),
      });
      return ['exit', end];
    });
    return;
  }
  try {
    res.json(await run({ signal }));
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
}
