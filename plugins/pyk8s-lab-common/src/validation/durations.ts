import { InputError } from '@backstage/errors';

const SECONDS = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;
type Unit = keyof typeof SECONDS;

const DURATION = /^(?:\d{1,9}(?:\.\d{1,3})?[dhms])+$/;
const PART = /(\d{1,9}(?:\.\d{1,3})?)([dhms])/g;

/**
 * Why a duration is invalid: its syntax, or it is too short.
 * @public
 */
export type DurationProblem = 'malformed' | 'none';

/**
 * Explains why {@link parseDuration} would refuse a duration.
 *
 * @param text - the user's input
 * @returns undefined for a valid duration
 * @public
 */
export function durationProblemOf(text: string): DurationProblem | undefined {
  const trimmed = text.trim();
  if (!DURATION.test(trimmed)) {
    return 'malformed';
  }
  return secondsOf(trimmed) < 1 ? 'none' : undefined;
}

/**
 * Parses a duration: `2h`, `90m`, `1h30m`, `1.5h`, `7d`.
 *
 * @param text - numbers, each with one of the units d, h, m and s
 * @returns whole seconds, at least 1
 * @throws InputError when the text is anything else, or too short
 * @public
 */
export function parseDuration(text: string): number {
  const trimmed = text.trim();
  const problem = durationProblemOf(text);
  if (problem === 'malformed') {
    throw new InputError(
      `"${text.slice(
        0,
        40,
      )}" is not a duration: write a number and a unit, such as 2h, 90m or 1h30m (units: d, h, m, s).`,
    );
  }
  if (problem === 'none') {
    throw new InputError(
      `"${trimmed}" is too short: a duration is at least 1s.`,
    );
  }
  return secondsOf(trimmed);
}

/** The whole seconds of a well-formed duration. */
function secondsOf(duration: string): number {
  let seconds = 0;
  for (const [, amount, unit] of duration.matchAll(PART)) {
    seconds += Number(amount) * SECONDS[unit as Unit];
  }
  return Math.round(seconds);
}

/**
 * Formats a duration so that {@link parseDuration} can read it, such as `1h30m`.
 *
 * @param seconds - a number of seconds; negative ones count as 0
 * @public
 */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  let text = '';
  for (const [unit, size] of Object.entries(SECONDS)) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) {
      text += `${amount}${unit}`;
    }
  }
  return text || '0s';
}
