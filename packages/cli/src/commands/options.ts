import {
  parseDuration,
  parseQuantity,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { isError } from '@backstage/errors';
import { Option } from 'commander';
import { UsageError } from '../errors';

/** A duration in seconds. @throws UsageError */
export function readDuration(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new UsageError(isError(error) ? error.message : String(error));
  }
}

/** A duration as it was typed, once it is sure to be one. @throws UsageError */
export function readDurationText(text: string): string {
  readDuration(text);
  return text.trim();
}

/** @throws UsageError */
export function readWhole(text: string): number {
  const number = Number(text);
  if (!/^\d{1,9}$/.test(text) || !Number.isSafeInteger(number)) {
    throw new UsageError(`"${text.slice(0, 40)}" is no whole number.`);
  }
  return number;
}

/** @throws UsageError */
export function readHours(text: string): number {
  const hours = Number(text);
  if (text.trim() === '' || !Number.isFinite(hours) || hours <= 0) {
    throw new UsageError(
      `"${text.slice(
        0,
        40,
      )}" is no number of hours: give one such as 2 or 0.5.`,
    );
  }
  return hours;
}

/** An amount of CPU or memory, as Kubernetes writes it. @throws UsageError */
export function readAmount(text: string): string {
  if (parseQuantity(text) === undefined) {
    throw new UsageError(
      `"${text.slice(
        0,
        40,
      )}" is no amount: give cores such as 2 or 500m, or memory such as 4Gi.`,
    );
  }
  return text;
}

/** For an option that may be given several times, or once with commas. */
export function collect(text: string, before: string[] = []): string[] {
  return [
    ...before,
    ...text
      .split(',')
      .map(each => each.trim())
      .filter(Boolean),
  ];
}

/** How long a command waits. @param text - unless it is told otherwise */
export function timeoutOption(text: string): Option {
  return new Option(
    '--timeout <time>',
    'how long to wait at most; exit code 124 after it',
  )
    .argParser(readDuration)
    .default(readDuration(text), text);
}
