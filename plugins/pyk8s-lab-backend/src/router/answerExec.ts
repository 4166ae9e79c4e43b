import { toError } from '@backstage/errors';
import type { ExecResult } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Request, Response } from 'express';
import type { ExecOptions } from '../commands/execInLab';
import { callerLeft, frame, SSE_HEADERS, writeDrained } from './sse';

/** How often a command that prints nothing shows that it runs. */
const HEARTBEAT_MS = 15_000;

/**
 * Answers with how a command ended; or, to those that accept a stream of events,
 * with what it prints as it runs. A caller that leaves ends the command.
 */
export async function answerExec(
  req: Pick<Request, 'accepts'>,
  res: Response,
  run: (options: ExecOptions) => Promise<ExecResult>,
): Promise<void> {
  const left = callerLeft(res);
  const signal = left;
  if (req.accepts(['json', 'text/event-stream']) === 'text/event-stream') {
    await stream(res, run, signal);
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

async function stream(
  res: Response,
  run: (options: ExecOptions) => Promise<ExecResult>,
  signal: AbortSignal,
): Promise<void> {
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  try {
    const {
      output: _,
      error: __,
      ...end
    } = await run({
      signal,
      onStart: () => {
        // From here on what goes wrong is told in the stream.
        res.writeHead(200, SSE_HEADERS);
        res.flushHeaders();
        heartbeat = setInterval(() => res.write(': alive\n\n'), HEARTBEAT_MS);
      },
      onText: (name, text) =>
        writeDrained(res, frame('output', { stream: name, text })),
    });
    res.end(frame('exit', end));
  } catch (error) {
    if (signal.aborted) {
      return;
    }
    if (!res.headersSent) {
      throw error;
    }
    const { name, message } = toError(error);
    res.end(frame('error', { name, message }));
  } finally {
    clearInterval(heartbeat);
  }
}
