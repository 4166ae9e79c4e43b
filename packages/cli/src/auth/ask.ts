import { CliError } from '../errors';

const TIMEOUT_MS = 20_000;

/**
 * Sends a request to a portal, with a time limit.
 *
 * @param signal - aborts it
 * @returns the response and its body; undefined where that is not valid JSON
 */
export async function ask(
  url: string,
  init: RequestInit,
  signal?: AbortSignal,
): Promise<{ answer: Response; body: unknown }> {
  const timeUp = AbortSignal.timeout(TIMEOUT_MS);
  const either = signal ? AbortSignal.any([timeUp, signal]) : timeUp;
  try {
    const answer = await fetch(url, { ...init, signal: either });
    const text = await answer.text();
    return { answer, body: parsed(text) };
  } catch (error) {
    if (!timeUp.aborted) {
      throw error;
    }
    throw new CliError(
      `${new URL(url).origin} does not answer (for ${
        TIMEOUT_MS / 1000
      } s): check the address and your network, and try again; "pyk8s doctor" looks at both.`,
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
