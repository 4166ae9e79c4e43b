import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { readToken, type Session } from '../auth';
import { labsOf } from '../commands/CommandContext';
import {
  explainError,
  isAnswer,
  isUntrusted,
  networkReason,
  TRUST_REMEDY,
} from '../errors';
import { forInstance, type Finding } from './Check';

const TIMEOUT_MS = 10_000;

/** The clock skew that the validation of tokens tolerates. */
const MAX_SKEW_SECONDS = 30;

/** Whether the portal answers and is a portal, and how far its clock is off. */
export async function checkPortal(
  url: string,
  signal: AbortSignal,
): Promise<Finding[]> {
  const title = 'Portal';
  try {
    const began = Date.now();
    const answer = await fetch(`${url}/api/pyk8s-lab/options`, {
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), signal]),
    });
    const body: unknown = await answer.json().catch(() => undefined);
    const clock = checkClock(answer.headers.get('date'), began, Date.now());
    // Without credentials the plugin answers with an error of Backstage.
    const isPortal = Object(body).error?.name !== undefined || answer.ok;
    return body !== undefined && isPortal && answer.status !== 404
      ? [{ state: 'ok', title, detail: url }, clock]
      : [
          {
            state: 'problem',
            title,
            detail: `${url} answers ${answer.status}, and has no labs`,
            remedy:
              'Give the address of the portal’s backend: pyk8s auth login --url …',
          },
          clock,
        ];
  } catch (error) {
    return [
      {
        state: 'problem',
        title,
        detail: `${url} cannot be reached (${networkReason(error) ?? error})`,
        remedy: isUntrusted(error)
          ? TRUST_REMEDY
          : 'Check the address, your network, and proxies between.',
      },
    ];
  }
}

/** Compares clocks, because the validity of tokens depends on them. */
export function checkClock(
  date: string | null,
  began: number,
  ended: number,
): Finding {
  const title = 'Clock';
  const portalTime = date === null ? NaN : Date.parse(date);
  if (Number.isNaN(portalTime)) {
    return {
      state: 'skip',
      title,
      detail: 'the portal does not tell its time',
    };
  }
  // The Date header has a resolution of one second.
  const seconds = Math.round((began + ended) / 2 / 1000 - portalTime / 1000);
  return Math.abs(seconds) <= MAX_SKEW_SECONDS
    ? { state: 'ok', title, detail: 'as the portal’s' }
    : {
        state: 'problem',
        title,
        detail: `${Math.abs(seconds)} s ${
          seconds > 0 ? 'ahead of' : 'behind'
        } the portal’s`,
        remedy: 'Set your clock (NTP): tokens are good for a time.',
      };
}

/** Whether the credentials are accepted. @returns also the running labs */
export async function checkSignIn(
  session: Session,
): Promise<{ finding: Finding; labs?: Lab[] }> {
  const title = 'Sign-in';
  try {
    const labs = labsOf(session);
    const { owners } = await labs.getOptions();
    const { items } = await labs.listLabs({ owner: owners, limit: 200 });
    const { accessToken } = await session.credentials();
    const { subject } = readToken(accessToken);
    return {
      finding: {
        state: 'ok',
        title,
        detail: `${subject ?? 'a static token'}${
          session.renews ? ', renewed by itself' : ''
        }`,
      },
      labs: items,
    };
  } catch (error) {
    const { message } = explainError(error, session.url);
    return {
      finding: {
        state: 'problem',
        title,
        detail: message,
        remedy:
          isAnswer(error) && error.statusCode === 403
            ? 'Ask your portal’s administrator for the rights to labs.'
            : `pyk8s auth login${forInstance(session.instance)} --url ${
                session.url
              }`,
      },
    };
  }
}
