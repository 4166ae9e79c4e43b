import {
  formatBytes,
  parseQuantity,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  ClusterSpec,
  Preflight,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { KindSettings } from '../../config/KindSettings';
import type { HostFacts } from './HostProbe';
import { resourceOptions, withDefaults } from './resources';

type Settings = Pick<KindSettings, 'capacity' | 'resources'>;

/**
 * The assumed memory need of a lab, in bytes: its limit, which it can use up. For a
 * built-in default limit it is the measured need of its nodes, since small hosts would
 * not have room for several such defaults.
 */
function memoryNeed(
  spec: ClusterSpec,
  host: HostFacts,
  { capacity, resources }: Settings,
): number {
  const limit = memoryOf(spec);
  const preset = resources.countsDefaultMemory
    ? undefined
    : memoryOf(
        withDefaults(
          { ...spec, resources: undefined },
          resourceOptions(resources, capacity, host),
        ),
      );
  return limit && limit !== preset
    ? limit
    : (1 + spec.workers) * capacity.memoryPerNodeBytes;
}

function memoryOf({
  resources,
}: Pick<ClusterSpec, 'resources'>): number | undefined {
  return resources?.memory ? parseQuantity(resources.memory) : undefined;
}

/**
 * Checks whether a lab fits on a host.
 *
 * @param making - the labs that are being provisioned there. Memory that they already
 *   use is counted twice, which errs on the safe side.
 */
export function preflight(
  host: HostFacts,
  spec: ClusterSpec,
  making: readonly ClusterSpec[],
  settings: Settings,
): Preflight {
  const { minFreeMemoryBytes, minFreeDiskBytes } = settings.capacity;
  const need = memoryNeed(spec, host, settings);
  if (need > host.memoryBytes - minFreeMemoryBytes) {
    return never(
      `It needs ${formatBytes(need)} of memory, and its host has ${formatBytes(
        host.memoryBytes,
      )}, of which ${formatBytes(minFreeMemoryBytes)} is reserved.`,
    );
  }
  const cpus = (spec.resources?.cpu && parseQuantity(spec.resources.cpu)) || 0;
  if (cpus > host.cpus) {
    return never(
      `It asks for ${cpus} CPU cores, and its host has ${host.cpus}.`,
    );
  }
  const promised = making.reduce(
    (sum, other) => sum + memoryNeed(other, host, settings),
    0,
  );
  if (need + promised > host.memoryFreeBytes - minFreeMemoryBytes) {
    return later(
      `Waits for memory: it needs ${formatBytes(need)}, and ${formatBytes(
        host.memoryFreeBytes,
      )} are free, of which ${formatBytes(minFreeMemoryBytes)} is reserved${
        promised > 0
          ? ` and ${formatBytes(promised)} is for labs that are provisioning`
          : ''
      }.`,
    );
  }
  if (
    host.diskFreeBytes !== undefined &&
    host.diskFreeBytes < minFreeDiskBytes
  ) {
    return later(
      `Waits for disk space: ${formatBytes(
        host.diskFreeBytes,
      )} are free where Docker keeps its data, and ${formatBytes(
        minFreeDiskBytes,
      )} is reserved.`,
    );
  }
  return { fits: 'now', reason: '' };
}

function later(reason: string): Preflight {
  return { fits: 'later', reason };
}

function never(reason: string): Preflight {
  return {
    fits: 'never',
    reason: `${reason} Ask for less, or for fewer workers.`,
  };
}
