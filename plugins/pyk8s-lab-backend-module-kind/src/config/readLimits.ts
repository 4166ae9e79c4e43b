import { InputError } from '@backstage/errors';
import {
  parseQuantity,
  type LabResources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { StrictConfig } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { MIN_CPU, MIN_MEMORY } from '../lifecycle/capacity/resources';
import type { CapacitySettings, ResourceSettings } from './KindSettings';

/** A lab with one node uses 529 MiB (measured), and grows a little. */
const MEMORY_PER_NODE = 700 * 2 ** 20;
const MIN_FREE_MEMORY = 2 ** 30;
const MIN_FREE_DISK = 5 * 2 ** 30;

/**
 * Reads `pyk8sLab.kind.resources`. Unless config has another default, a lab that
 * requests no limits gets the maximum.
 *
 * @throws InputError naming the unknown or invalid key
 */
export function readResources(
  kind: StrictConfig,
  environment: { NODE_ENV?: string },
): ResourceSettings {
  const section = kind.section('resources', ['default', 'max']);
  const max = readLimit(section, 'max');
  const preset = readLimit(section, 'default');
  for (const what of ['cpu', 'memory'] as const) {
    const [asked, most] = [preset[what], max[what]];
    if (asked && most && valueOf(asked) > valueOf(most)) {
      throw new InputError(
        `${section.keyOf(`default.${what}`)} must not be above ${section.keyOf(
          `max.${what}`,
        )}`,
      );
    }
  }
  const limits = {
    cpu: preset.cpu ?? max.cpu,
    memory: preset.memory ?? max.memory,
  };
  return {
    default: limits.cpu || limits.memory ? limits : undefined,
    ...(preset.memory && { countsDefaultMemory: true }),
    max,
    alwaysLimited: environment.NODE_ENV === 'production',
  };
}

/**
 * Reads `pyk8sLab.kind.capacity`.
 * @throws InputError naming the unknown or invalid key
 */
export function readCapacity(kind: StrictConfig): CapacitySettings {
  const section = kind.section('capacity', [
    'memoryPerNode',
    'minFreeMemory',
    'minFreeDisk',
  ]);
  const bytes = (name: string, otherwise: number) =>
    section.quantity(name)?.value ?? otherwise;
  return {
    memoryPerNodeBytes: bytes('memoryPerNode', MEMORY_PER_NODE),
    minFreeMemoryBytes: bytes('minFreeMemory', MIN_FREE_MEMORY),
    minFreeDiskBytes: bytes('minFreeDisk', MIN_FREE_DISK),
  };
}

function readLimit(section: StrictConfig, name: string): LabResources {
  const limit = section.section(name, ['cpu', 'memory']);
  const read = (what: 'cpu' | 'memory', min: string) => {
    const quantity = limit.quantity(what);
    if (quantity && quantity.value < valueOf(min)) {
      throw new InputError(
        `${limit.keyOf(what)} must be at least ${min}, which one node needs`,
      );
    }
    return quantity?.text;
  };
  return { cpu: read('cpu', MIN_CPU), memory: read('memory', MIN_MEMORY) };
}

/** The value of a quantity that is known to be valid. */
function valueOf(quantity: string): number {
  return parseQuantity(quantity) ?? NaN;
}
