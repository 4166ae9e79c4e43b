import {
  formatBytes,
  parseQuantity,
  type ResourceOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type {
  ClusterSpec,
  Preflight,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** About what a node of kind takes. */
const MEMORY_PER_NODE = 700 * 2 ** 20;
const MAX_CPU = '8';
const MAX_MEMORY = '16Gi';

/** What simulated labs can ask for. It limits nothing. */
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

/** The memory that labs would take, in bytes. */
export function memoryOf(specs: readonly ClusterSpec[]): number {
  return specs.reduce((sum, { workers, resources }) => {
    const limit = resources?.memory && parseQuantity(resources.memory);
    return sum + (limit || (1 + workers) * MEMORY_PER_NODE);
  }, 0);
}

/**
 * Judges whether a lab would fit.
 *
 * @param totalBytes - undefined for a host that has room for everything
 * @param running - the labs that run, and take memory
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
