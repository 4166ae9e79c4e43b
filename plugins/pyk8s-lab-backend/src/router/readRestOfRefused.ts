import type { ErrorRequestHandler, Request, Response } from 'express';
import { readRest } from '../throttling/readRest';

/** What is read of a body that was refused, before its sender is cut off. */
const LIMITS = { maxBytes: 64 * 2 ** 20, maxMs: 10_000 };

/**
 * Lets a client that is still sending read why it is refused. Many clients, browsers
 * among them, read no answer before they have sent all; and a connection that is
 * closed while something comes is reset, which may take the answer with it. So the
 * answer is written at once, and the connection closed when the rest of the body has
 * come, or too much of it.
 */
export function readRestOfRefused(limits = LIMITS): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (stillComes(req) && !res.headersSent) {
      // Those who read meanwhile need not send the rest.
      res.set('Connection', 'close');
      // Compression would hold the answer back until its end.
      res.set('Cache-Control', 'no-transform');
      endAfter(readRest(req, limits), res);
    }
    next(error);
  };
}

function stillComes(req: Request): boolean {
  // Of a request that has no body, Node.js says only later that all has come.
  const hasBody =
    req.get('Transfer-Encoding') !== undefined ||
    Number(req.get('Content-Length')) > 0;
  return hasBody && !req.complete && !req.destroyed;
}

/**
 * Writes an answer as soon as it is there, and ends it later: when it has ended,
 * Node.js closes the connection, whatever comes. Handlers know nothing of
 * that, so it is done where they end it.
 */
function endAfter(restRead: Promise<void>, res: Response): void {
  const end = res.end.bind(res);
  res.end = (...args: unknown[]) => {
    res.end = end;
    const [chunk, encoding] = args;
    if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) {
      res.write(
        chunk,
        typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8',
      );
    } else {
      res.flushHeaders();
    }
    const done = args.find(arg => typeof arg === 'function');
    restRead.then(() => end(done as (() => void) | undefined));
    return res;
  };
}
