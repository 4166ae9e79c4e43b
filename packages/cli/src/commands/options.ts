import {
  parseDuration,
  parseQuantity,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isError } from '@backstage/errors';
import { Option } from 'commander';
import { UsageError } from '../errors';

const MAX_PORT = 65_535;

/** Timers of Node.js take at most 2^31 ms; longer ones fire at once. */
const MAX_TIMEOUT_DAYS = 24;

/** Parses a duration to seconds. @throws UsageError */
export function readDuration(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new UsageError(isError(error) ? error.message : String(error));
  }
}

/** Validates a duration and returns it as typed. @throws UsageError */
export function readDurationText(text: string): string {
  readDuration(text);
  return text.trim();
}

/** @throws UsageError */
export function readWhole(text: string): number {
  const number = Number(text);
  if (!/^\d{1,9}$/.test(text) || !Number.isSafeInteger(number)) {
    throw new UsageError(`"${text.slice(0, 40)}" is not an integer.`);
  }
  return number;
}

/** Parses a TCP port. @throws UsageError */
export function readPort(text: string): number {
  const port = readWhole(text);
  if (port > MAX_PORT) {
    throw new UsageError(
      `There is no port ${port}: give one up to ${MAX_PORT}, or 0 for any.`,
    );
  }
  return port;
}

/** @throws UsageError */
export function readHours(text: string): number {
  const hours = Number(text);
  if (text.trim() === '' || !Number.isFinite(hours) || hours <= 0) {
    throw new UsageError(
      `"${text.slice(
        0,
        40,
      )}" is not a number of hours: give one such as 2 or 0.5.`,
    );
  }
  return hours;
}

/** Parses an amount of CPU or memory, as Kubernetes writes it. @throws UsageError */
export function readAmount(text: string): string {
  if (parseQuantity(text) === undefined) {
    throw new UsageError(
      `"${text.slice(
        0,
        40,
      )}" is not an amount: give cores such as 2 or 500m, or memory such as 4Gi.`,
    );
  }
  return text;
}

/** For an option that can be repeated, or take a comma-separated list. */
export function collect(text: string, before: string[] = []): string[] {
  return [
    ...before,
    ...text
      .split(',')
      .map(each => each.trim())
      .filter(Boolean),
  ];
}

function readTimeout(text: string): number {
  const seconds = readDuration(text);
  if (seconds > MAX_TIMEOUT_DAYS * 86_400) {
    throw new UsageError(
      `"${text.slice(
        0,
        40,
      )}" is too long to wait for: give ${MAX_TIMEOUT_DAYS}d at most.`,
    );
  }
  return seconds;
}

/** How long a command waits. @param text - the default */
export function timeoutOption(text: string): Option {
  return new Option(
    '--timeout <time>',
    'how long to wait at most; exit code 124 after it',
  )
    .argParser(readTimeout)
    .default(readDuration(text), text);
}
