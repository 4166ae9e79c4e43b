import {
  formatBytes,
  parseQuantity,
  type ResourceOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  ClusterSpec,
  Preflight,
  ProviderOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** About what a kind node uses. */
const MEMORY_PER_NODE = 700 * 2 ** 20;
const MAX_CPU = '8';
const MAX_MEMORY = '16Gi';

/** The range of limits that a lab may request; simulated labs do not apply them. */
export function simulatedResources(memoryBytes?: number): ResourceOptions {
  const memory =
    memoryBytes === undefined
      ? MAX_MEMORY
      : `${Math.floor(memoryBytes / 2 ** 20)}Mi`;
  return {
    min: { cpu: '500m', memory: '1Gi' },
    max: { cpu: MAX_CPU, memory },
  };
}

/** @returns undefined without a total: the hosts are unlimited */
export function simulatedCapacity(
  totalBytes: number | undefined,
  hosts: readonly string[],
  running: readonly ClusterSpec[],
): ProviderOptions['capacity'] {
  return totalBytes === undefined
    ? undefined
    : hosts.map(host => ({
        host,
        memoryBytes: totalBytes,
        memoryFreeBytes: Math.max(0, totalBytes - memoryOf(running)),
      }));
}

/** The memory that labs would use, in bytes. */
function memoryOf(specs: readonly ClusterSpec[]): number {
  return specs.reduce((sum, { workers, resources }) => {
    const limit = resources?.memory && parseQuantity(resources.memory);
    return sum + (limit || (1 + workers) * MEMORY_PER_NODE);
  }, 0);
}

/**
 * Checks whether a lab fits.
 *
 * @param totalBytes - undefined for an unlimited host
 * @param running - the labs that run and use memory
 */
export function simulatedPreflight(
  totalBytes: number | undefined,
  spec: ClusterSpec,
  { making, running }: Record<'making' | 'running', readonly ClusterSpec[]>,
): Preflight {
  if (totalBytes === undefined) {
    return { fits: 'now', reason: '' };
  }
  const need = memoryOf([spec]);
  if (need > totalBytes) {
    return {
      fits: 'never',
      reason: `Simulated: it needs ${formatBytes(
        need,
      )} of memory, and its host has ${formatBytes(totalBytes)}.`,
    };
  }
  const free = totalBytes - memoryOf([...running, ...making]);
  return need > free
    ? {
        fits: 'later',
        reason: `Simulated: waits for memory. It needs ${formatBytes(
          need,
        )}, and ${formatBytes(Math.max(0, free))} are free.`,
      }
    : { fits: 'now', reason: '' };
}
