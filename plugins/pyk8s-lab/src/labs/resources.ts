import {
  formatBytes,
  type HostCapacity,
  type LabResources,
  parseQuantity,
  type ResourceOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Translate } from '../translation';

/** Something that a lab can be given a limited amount of. */
export type ResourceName = keyof LabResources;

type Bounds = Pick<ResourceOptions, 'min' | 'max'>;

type BoundsKind = 'between' | 'from' | 'upTo' | 'any';

/**
 * Says what is wrong with an amount that was typed. Nothing typed is no mistake:
 * the portal's default applies then.
 */
export function explainQuantity(
  t: Translate,
  name: ResourceName,
  text: string,
  bounds: Bounds,
): string | undefined {
  const typed = text.trim();
  if (!typed) {
    return undefined;
  }
  const value = parseQuantity(typed);
  if (value === undefined) {
    return t(`resources.notAnAmount.${name}`, { typed });
  }
  const { kind, min, max } = boundsOf(name, bounds);
  const least = parseQuantity(min) ?? 0;
  const most = parseQuantity(max) ?? Infinity;
  return kind !== 'any' && (value < least || value > most)
    ? t(`resources.choose.${kind}`, { min, max })
    : undefined;
}

/** The amounts that can be chosen, such as `Cores from 500m to 4`. */
export function describeBounds(
  t: Translate,
  name: ResourceName,
  bounds: Bounds,
): string {
  const { kind, min, max } = boundsOf(name, bounds);
  return t(`resources.bounds.${name}.${kind}`, { min, max });
}

function boundsOf(name: ResourceName, bounds: Bounds) {
  const min = bounds.min[name] ?? '';
  const max = bounds.max[name] ?? '';
  return { kind: kindOf(min, max), min, max };
}

function kindOf(min: string, max: string): BoundsKind {
  if (min) {
    return max ? 'between' : 'from';
  }
  return max ? 'upTo' : 'any';
}

/** The limits of a lab in words; undefined when it has none. */
export function describeResources(
  t: Translate,
  resources: LabResources | undefined,
): string | undefined {
  const { cpu, memory } = resources ?? {};
  // Which plural the CPUs have.
  const count = parseQuantity(cpu ?? '') ?? 0;
  if (cpu && memory) {
    return t('resources.atMost.both', { cpu, memory, count });
  }
  if (cpu) {
    return t('resources.atMost.cpu', { cpu, count });
  }
  return memory ? t('resources.atMost.memory', { memory }) : undefined;
}

/** What a host has free, as far as it is known. */
export function describeCapacity(
  t: Translate,
  { host, memoryFreeBytes, diskFreeBytes }: HostCapacity,
): string | undefined {
  const memory = formatKnownBytes(memoryFreeBytes);
  const disk = formatKnownBytes(diskFreeBytes);
  if (memory && disk) {
    return t('resources.free.both', { host, memory, disk });
  }
  if (memory) {
    return t('resources.free.memory', { host, memory });
  }
  return disk ? t('resources.free.disk', { host, disk }) : undefined;
}

function formatKnownBytes(bytes: number | undefined): string | undefined {
  return bytes === undefined ? undefined : formatBytes(bytes);
}
