import { InputError } from '@backstage/errors';
import type { StrictConfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabSettings } from './LabSettings';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** @throws InputError when the times contradict each other */
export function readTtl(root: StrictConfig): LabSettings['ttl'] {
  const section = root.section('ttl', [
    'default',
    'min',
    'max',
    'maxLifetime',
    'warnings',
  ]);
  const ttl = {
    defaultSeconds: section.seconds('default') ?? 2 * HOUR,
    minSeconds: section.seconds('min') ?? 5 * MINUTE,
    maxSeconds: section.seconds('max') ?? 24 * HOUR,
    maxLifetimeSeconds: section.seconds('maxLifetime') ?? 72 * HOUR,
    warningsSeconds: longestFirst(
      section.secondsList('warnings') ?? [15 * MINUTE, 5 * MINUTE],
    ),
  };
  const key = (name: string) => section.keyOf(name);
  if (ttl.minSeconds > ttl.maxSeconds) {
    throw new InputError(`${key('min')} must not be longer than ${key('max')}`);
  }
  if (
    ttl.defaultSeconds < ttl.minSeconds ||
    ttl.defaultSeconds > ttl.maxSeconds
  ) {
    throw new InputError(
      `${key('default')} must lie between ${key('min')} and ${key('max')}`,
    );
  }
  if (ttl.maxLifetimeSeconds < ttl.maxSeconds) {
    throw new InputError(
      `${key('maxLifetime')} must not be shorter than ${key('max')}`,
    );
  }
  return ttl;
}

function longestFirst(seconds: readonly number[]): number[] {
  return [...new Set(seconds)].sort((one, other) => other - one);
}
