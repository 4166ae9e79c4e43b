import {
  parseQuantity,
  type LabResources,
  type ResourceOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  ProvisioningError,
  type ClusterSpec,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type {
  CapacitySettings,
  ResourceSettings,
} from '../../config/KindSettings';
import type { ContainerLimit } from '../../docker/DockerHost';
import type { HostFacts } from './HostProbe';

/**
 * The minimum of one node: with it a control plane starts in 36 s instead of 24 s with
 * a whole core, and uses some 600 MiB.
 */
export const MIN_CPU = '500m';
export const MIN_MEMORY = '1Gi';

/** The default share of the host if every lab must have limits. */
const SHARE = { cpu: 1 / 2, memory: 1 / 8 };
/** Less is not enough for typical workloads. */
const LEAST_SHARE = { cpu: 1, memory: 2 * 2 ** 30 };

/**
 * The range that can be requested, up to the limits of config and host. Defaults are
 * within it.
 *
 * @param host - undefined while Docker is unreachable
 */
export function resourceOptions(
  { default: preset, max, alwaysLimited }: ResourceSettings,
  { minFreeMemoryBytes }: CapacitySettings,
  host: HostFacts | undefined,
): ResourceOptions {
  // A lab may fit on a host that is smaller than one node's limit.
  const memory =
    host &&
    Math.max(valueOf(MIN_MEMORY, 0), host.memoryBytes - minFreeMemoryBytes);
  const most = {
    cpu: smaller(max.cpu, host && String(host.cpus)),
    memory: smaller(
      max.memory,
      memory === undefined ? undefined : asQuantity(memory),
    ),
  };
  const share = alwaysLimited && host ? shareOf(host.cpus, memory ?? 0) : {};
  const limits = {
    cpu: smaller(preset?.cpu ?? share.cpu, most.cpu, true),
    memory: smaller(preset?.memory ?? share.memory, most.memory, true),
  };
  return {
    ...((limits.cpu || limits.memory) && { default: limits }),
    min: { cpu: MIN_CPU, memory: MIN_MEMORY },
    max: most,
  };
}

function shareOf(cpus: number, memory: number): LabResources {
  return {
    cpu: String(Math.max(LEAST_SHARE.cpu, cpus * SHARE.cpu)),
    memory: asQuantity(Math.max(LEAST_SHARE.memory, memory * SHARE.memory)),
  };
}

/**
 * Completes the limits of a lab with the defaults, or with the minimum of its nodes if
 * that is more.
 */
export function withDefaults<
  T extends Pick<ClusterSpec, 'resources' | 'workers'>,
>(spec: T, { default: preset, min }: ResourceOptions): T {
  const fill = (what: 'cpu' | 'memory') => {
    const [asked, otherwise] = [spec.resources?.[what], preset?.[what]];
    const least = (1 + spec.workers) * valueOf(min[what], 0);
    if (asked || !otherwise || valueOf(otherwise, 0) >= least) {
      return asked ?? otherwise;
    }
    return String(least);
  };
  return { ...spec, resources: { cpu: fill('cpu'), memory: fill('memory') } };
}

/** Rounded down to a readable value. */
function asQuantity(bytes: number): string {
  return bytes >= 4 * 2 ** 30
    ? `${Math.floor(bytes / 2 ** 30)}Gi`
    : `${Math.floor(bytes / 2 ** 20)}Mi`;
}

/**
 * Checks the requested resources of a lab.
 * @throws ProvisioningError, not retryable, when they are out of range
 */
export function assertResources(
  { resources, workers }: Pick<ClusterSpec, 'resources' | 'workers'>,
  { min, max }: ResourceOptions,
): void {
  const nodes = 1 + workers;
  for (const what of ['cpu', 'memory'] as const) {
    const text = resources?.[what];
    if (text === undefined) {
      continue;
    }
    const asked = parseQuantity(text);
    if (asked === undefined) {
      throw refusal(`${what}: "${text.slice(0, 40)}" is not a quantity`);
    }
    if (asked > valueOf(max[what], Infinity)) {
      throw refusal(`${what}: ${text} is above ${max[what]}`);
    }
    if (asked / nodes < valueOf(min[what], 0)) {
      throw refusal(
        `${what}: ${text} is too little for ${nodes} ${
          nodes === 1 ? 'node' : 'nodes'
        }, of which each needs ${min[what]}`,
      );
    }
  }
}

/**
 * Divides a lab's resources equally among its nodes.
 * @returns undefined when nothing is limited
 */
export function limitPerNode({
  resources,
  workers,
}: Pick<ClusterSpec, 'resources' | 'workers'>): ContainerLimit | undefined {
  const nodes = 1 + workers;
  const cpus = resources?.cpu && parseQuantity(resources.cpu);
  const memory = resources?.memory && parseQuantity(resources.memory);
  if (!cpus && !memory) {
    return undefined;
  }
  return {
    ...(cpus && { nanoCpus: Math.floor((cpus * 1e9) / nodes) }),
    ...(memory && { memoryBytes: Math.floor(memory / nodes) }),
  };
}

function refusal(what: string): ProvisioningError {
  return new ProvisioningError(
    `The lab cannot have the resources that it asks for: ${what}.`,
    { retryable: false },
  );
}

/** @param needsFirst - undefined without a first one */
function smaller(
  one?: string,
  other?: string,
  needsFirst = false,
): string | undefined {
  if (one && other) {
    return valueOf(other, 0) < valueOf(one, 0) ? other : one;
  }
  return needsFirst ? one : one ?? other;
}

function valueOf(quantity: string | undefined, otherwise: number): number {
  return (quantity && parseQuantity(quantity)) || otherwise;
}
