import {
  formatBytes,
  type HostCapacity,
  type LabResources,
  parseQuantity,
  type ResourceOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** Something that a lab can be given a limited amount of. */
export type ResourceName = keyof LabResources;

const EXAMPLES: Record<ResourceName, string> = {
  cpu: 'cores such as 2, 1.5 or 500m',
  memory: 'bytes such as 4Gi or 1500Mi',
};

/**
 * Says what is wrong with an amount that was typed. Nothing typed is no mistake:
 * the portal's default applies then.
 */
export function explainQuantity(
  name: ResourceName,
  text: string,
  { min, max }: ResourceOptions,
): string | undefined {
  const typed = text.trim();
  if (!typed) {
    return undefined;
  }
  const value = parseQuantity(typed);
  if (value === undefined) {
    return `"${typed}" is not an amount: write ${EXAMPLES[name]}.`;
  }
  const least = parseQuantity(min[name] ?? '') ?? 0;
  const most = parseQuantity(max[name] ?? '') ?? Infinity;
  return value < least || value > most
    ? `Choose ${describeBounds(name, { min, max })}.`
    : undefined;
}

/** The amounts that can be chosen, such as `from 500m to 4`. */
export function describeBounds(
  name: ResourceName,
  { min, max }: Pick<ResourceOptions, 'min' | 'max'>,
): string {
  const bounds = [
    min[name] && `from ${min[name]}`,
    max[name] && `${min[name] ? 'to' : 'up to'} ${max[name]}`,
  ];
  return bounds.filter(Boolean).join(' ') || 'any amount';
}

/** The limits of a lab in words; undefined when it has none. */
export function describeResources(
  resources: LabResources | undefined,
): string | undefined {
  const { cpu, memory } = resources ?? {};
  const parts = [
    cpu && `${cpu} ${parseQuantity(cpu) === 1 ? 'CPU' : 'CPUs'}`,
    memory && `${memory} of memory`,
  ].filter(Boolean);
  return parts.length > 0 ? `At most ${parts.join(', ')}` : undefined;
}

/** What a host has free, as far as it is known. */
export function describeCapacity(host: HostCapacity): string | undefined {
  const { memoryFreeBytes, diskFreeBytes } = host;
  const free = [
    memoryFreeBytes !== undefined &&
      `${formatBytes(memoryFreeBytes)} of memory`,
    diskFreeBytes !== undefined && `${formatBytes(diskFreeBytes)} of disk`,
  ].filter(Boolean);
  return free.length > 0
    ? `Free on the host ${host.host}: ${free.join(', ')}.`
    : undefined;
}
