import type { Response } from 'express';
import type { LogReader } from '../logs/LabLogs';
import { answerEvents, callerLeft, writeDrained } from './sse';

/**
 * What is wrong with a request shows at once, in the status; a log that has not
 * started after this long is there, and only silent.
 */
const SILENT_MS = 1_000;
const TEXT_HEADERS = {
  'Content-Type': 'text/plain; charset=utf-8',
  // It may be gone the next moment, and is nobody else's to see. no-transform:
  // compression would gather it, and hide how fast it is read.
  'Cache-Control': 'no-store, no-transform',
  'X-Content-Type-Options': 'nosniff',
};

type Read = (reader: LogReader) => Promise<void>;

/** Answers with a log: as text, or as a stream of events where it is followed. */
export async function answerLogs(
  res: Response,
  follow: boolean,
  read: Read,
): Promise<void> {
  const left = callerLeft(res);
  await (follow ? stream : sendText)(res, read, left);
}

async function sendText(
  res: Response,
  read: Read,
  signal: AbortSignal,
): Promise<void> {
  const begin = () => {
    if (!res.headersSent) {
      res.writeHead(200, TEXT_HEADERS);
    }
  };
  try {
    await read({
      signal,
      onText: text => {
        begin();
        return writeDrained(res, text);
      },
    });
    begin();
    res.end();
  } catch (error) {
    if (!res.headersSent) {
      throw error;
    }
    // Nothing else tells that the text is not whole.
    res.destroy();
  }
}

async function stream(
  res: Response,
  read: Read,
  signal: AbortSignal,
): Promise<void> {
  await answerEvents(res, signal, async ({ begin, send }) => {
    const silent = setTimeout(begin, SILENT_MS);
    try {
      await read({ signal, onText: text => send('log', { text }) });
    } finally {
      clearTimeout(silent);
    }
    return ['end', {}];
  });
}
