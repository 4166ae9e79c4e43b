import { ServiceUnavailableError } from '@backstage/errors';
import { limitInterimAnswers } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Request, Response } from 'express';
import { request as send } from 'node:https';
import type {
  ClientRequest,
  IncomingMessage,
  OutgoingHttpHeaders,
} from 'node:http';
import { finished, pipeline } from 'node:stream/promises';
import { BadGatewayError } from '../../errors';
import { readRest } from '../../throttling/readRest';
import { answerOf } from './answerOf';
import { hasBody, headersToCaller, headersToCluster } from './kubeHeaders';
import { joinBoth } from './joinBoth';
import type { KubeConnection } from './KubeConnection';
import {
  leadsBehindCluster,
  type KubeRequest,
  type KubeRole,
} from '../KubeRequest';
import { locationForCaller } from './locationForCaller';
import type { UpgradedConnection } from './UpgradedConnection';

/** What runs behind a service may set large ones. Node.js takes 16 KiB otherwise. */
const MAX_ANSWER_HEADERS = 64 * 1024;

/** What is read of a body that the cluster has answered before its end. */
const REST = { maxBytes: 64 * 2 ** 20, maxMs: 10_000 };

/** What a cluster has answered, before it is passed on. */
export interface KubeAnswered {
  readonly as: KubeRole;
  readonly status: number;
  /** Whether the caller owns the lab. */
  readonly isOwner: boolean;
}

/** Who asks, and where the answer goes. */
export interface KubeExchange {
  readonly req: Request;
  readonly res: Response;
  /** Aborts when the caller has left. */
  readonly left: AbortSignal;
  /** Ends it whenever it aborts. */
  readonly signal?: AbortSignal;
  /** Of a request that is to become a connection both ways. */
  readonly upgraded?: UpgradedConnection;
  /** Called before an answer is passed on; what it throws is answered instead. */
  readonly onAnswer?: (answer: KubeAnswered) => Promise<void>;
}

/** What ends a forwarded request. */
export interface ForwardOptions {
  readonly signal: AbortSignal;
  /** How long a connection both ways may be without a byte. */
  readonly idleMs: number;
  /** How long an API server may take to answer a request for one. */
  readonly answerMs: number;
  /** As whom the administrator asks to be answered. */
  readonly impersonation?: OutgoingHttpHeaders;
  /** Called before an answer is passed on; what it throws is answered instead. */
  readonly onStatus?: (status: number) => Promise<void>;
}

/**
 * Forwards a request to an API server, and its answer back, both as they come and no
 * faster than they are taken. Returns at the end of it.
 *
 * This is Node.js' own client: what goes on to which side is a list here, and bodies
 * are pipelines. The proxies for Express take the other way, and forward what they
 * are not told to leave out.
 *
 * @returns the status that was answered
 * @throws ServiceUnavailableError when the API server does not answer,
 *   BadGatewayError when its answer is not for the caller; whatever the signal aborts
 *   with
 */
export async function forward(
  request: KubeRequest,
  connection: KubeConnection,
  exchange: KubeExchange,
  options: ForwardOptions,
): Promise<number> {
  const { req, res, upgraded } = exchange;
  const { signal } = options;
  const { server, agent, authorization } = connection;
  const isUpgrade = upgraded !== undefined;
  const sent = send({
    agent,
    hostname: server.hostname.replace(/^\[|\]$/g, ''),
    port: server.port || 443,
    method: request.method,
    path: `${server.pathname.replace(/\/$/, '')}${request.path}${
      request.search
    }`,
    headers: {
      ...headersToCluster(req.headers, { authorization, isUpgrade }),
      ...options.impersonation,
    },
    maxHeaderSize: MAX_ANSWER_HEADERS,
    signal,
  });
  limitInterimAnswers(sent);
  const answered = answerOf(sent, isUpgrade ? options.answerMs : undefined);
  if (isUpgrade || !hasBody(req.headers)) {
    sent.end();
  } else {
    sendBody(req, sent);
  }
  const { answer, both } = await answered.catch(error => {
    signal.throwIfAborted();
    throw error;
  });
  try {
    assertForCaller(answer, request);
    await options.onStatus?.(answer.statusCode ?? 502);
    signal.throwIfAborted();
    const location = locationForCaller(answer, request, connection, req.url);
    if (both) {
      if (!upgraded) {
        both.socket.destroy();
        throw new BadGatewayError(
          "The lab's API server switches to a protocol that was not requested.",
        );
      }
      await joinBoth(answer, both, res, upgraded, options);
    } else {
      await passAnswer(answer, location, exchange, signal);
    }
  } catch (error) {
    // That is how watches end.
    if (!res.headersSent || !(exchange.left.aborted || res.closed)) {
      signal.throwIfAborted();
      throw error;
    }
  } finally {
    sent.destroy();
  }
  return answer.statusCode ?? 502;
}

/**
 * Sends a body on as it comes. When the other end takes no more of it that ends
 * neither the caller's connection nor the answer, which may be there already.
 */
function sendBody(req: Request, sent: ClientRequest): void {
  req.pipe(sent);
  req.once('close', () => {
    if (!req.readableEnded) {
      sent.destroy(new Error('the body has broken off'));
    }
  });
}

async function passAnswer(
  answer: IncomingMessage,
  location: string | undefined,
  { req, res }: KubeExchange,
  signal: AbortSignal,
): Promise<void> {
  const isEarly = hasBody(req.headers) && !req.complete;
  res.writeHead(answer.statusCode ?? 502, {
    ...headersToCaller(answer.headers),
    ...(location === undefined ? {} : { Location: location }),
    ...(isEarly ? { Connection: 'close' } : {}),
  });
  res.flushHeaders();
  await pipeline(answer, res, { signal, end: !isEarly });
  if (isEarly) {
    // Many read no answer before they have sent all.
    await readRest(req, { ...REST, signal });
    signal.throwIfAborted();
    res.end();
    await finished(res);
  }
}

/** @throws what is told in place of an answer that is about the portal */
function assertForCaller(
  { statusCode }: IncomingMessage,
  request: KubeRequest,
): void {
  // What runs in the lab may ask for credentials of its own.
  if (statusCode === 401 && !leadsBehindCluster(request)) {
    throw new ServiceUnavailableError(
      "The lab's cluster no longer accepts the portal's credentials: try again in a moment.",
    );
  }
}
