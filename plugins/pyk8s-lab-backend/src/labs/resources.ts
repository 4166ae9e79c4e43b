import { InputError } from '@backstage/errors';
import {
  parseQuantity,
  type LabResources,
  type ResourceOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

const NAMES = ['cpu', 'memory'] as const;
const EXAMPLES = { cpu: '2, 1.5 or 500m', memory: '4Gi or 1500Mi' };

/**
 * The resources that a request asks for, or the provider's default, within what a
 * provider offers. The minimum is one of each node's.
 *
 * @returns undefined when the lab is not limited
 * @throws InputError naming what can be asked for
 */
export function readResources(
  asked: LabResources | undefined,
  offered: ResourceOptions | undefined,
  workers: number,
): LabResources | undefined {
  if (!offered) {
    if (asked?.cpu !== undefined || asked?.memory !== undefined) {
      throw new InputError(
        'Labs of this provider cannot be limited: leave resources out.',
      );
    }
    return undefined;
  }
  const resources: LabResources = {};
  for (const name of NAMES) {
    const text = asked?.[name] ?? defaultOf(name, offered, workers + 1);
    if (text !== undefined) {
      assertWithin(name, text, offered, workers + 1);
      resources[name] = text;
    }
  }
  return Object.keys(resources).length > 0 ? resources : undefined;
}

/** The provider's default, or what so many nodes need at least, if it may be so much. */
function defaultOf(
  name: (typeof NAMES)[number],
  { default: preset, min, max }: ResourceOptions,
  nodes: number,
): string | undefined {
  const text = preset?.[name];
  const least = (parseQuantity(min[name] ?? '') ?? 0) * nodes;
  const most = parseQuantity(max[name] ?? '') ?? Infinity;
  if (!text || least > most || (parseQuantity(text) ?? Infinity) >= least) {
    return text;
  }
  return name === 'cpu' ? String(least) : `${Math.ceil(least / 2 ** 20)}Mi`;
}

function assertWithin(
  name: (typeof NAMES)[number],
  text: string,
  { min, max }: ResourceOptions,
  nodes: number,
): void {
  const value = parseQuantity(text);
  if (value === undefined) {
    throw new InputError(
      `resources.${name} is not a quantity: write one such as ${EXAMPLES[name]}.`,
    );
  }
  const least = (parseQuantity(min[name] ?? '') ?? 0) * nodes;
  const most = parseQuantity(max[name] ?? '') ?? Infinity;
  if (value < least) {
    throw new InputError(
      `resources.${name} is too little: each of the ${nodes} nodes needs at least ${min[name]}.`,
    );
  }
  if (value > most) {
    throw new InputError(
      `resources.${name} is too much: at most ${max[name]} is allowed.`,
    );
  }
}
