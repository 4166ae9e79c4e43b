import type { JsonObject, JsonValue } from '@backstage/types';
import type { LabCondition } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { boundedText } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord } from './LabRecord';

/** In characters: a sentence of the portal with a message of a cluster in it. */
const MAX_MESSAGE = 2_000;
/** Names of nodes and conditions, versions and addresses. */
const MAX_NAME = 300;
const MAX_CONDITIONS = 20;
/** Far more than a lab host has room for. */
const MAX_NODES = 100;
const MAX_PHASES = 50;
/** What tells more of an event, in characters of JSON. */
const MAX_DATA = 16_384;

/**
 * The fields of a lab with a bound for everything that a cluster had a say in.
 * Providers bound it themselves; whatever gets past one must not make an event that
 * is too large for its readers, or a text that the database refuses.
 */
export function boundedFields<T extends Partial<LabRecord>>(fields: T): T {
  return {
    ...fields,
    ...bounded(fields, 'statusMessage', boundedMessage),
    ...bounded(fields, 'serverVersion', boundedName),
    ...bounded(fields, 'endpoint', boundedName),
    ...bounded(fields, 'phases', phases => listed(phases).slice(0, MAX_PHASES)),
    ...bounded(fields, 'nodes', nodes =>
      listed(nodes)
        .slice(0, MAX_NODES)
        .map(({ name, role, state }) => ({
          name: boundedName(name),
          role,
          state: boundedName(state),
        })),
    ),
    ...bounded(fields, 'conditions', boundedConditions),
  };
}

export function boundedMessage(message: string): string {
  return boundedText(String(message), MAX_MESSAGE);
}

/** What tells more of an event; nothing where that is too much. */
export function boundedData(
  data: JsonObject | undefined,
): JsonObject | undefined {
  if (data === undefined) {
    return undefined;
  }
  const texts = boundedTexts(data) as JsonObject;
  return JSON.stringify(texts).length <= MAX_DATA ? texts : undefined;
}

function bounded<K extends keyof LabRecord>(
  fields: Partial<LabRecord>,
  name: K,
  bound: (value: NonNullable<LabRecord[K]>) => NonNullable<LabRecord[K]>,
): Partial<LabRecord> {
  const value = fields[name];
  return value === undefined || value === null ? {} : { [name]: bound(value) };
}

/** What a damaged row has instead of a list has nothing in it. */
export function listed<T>(items: readonly T[]): readonly T[] {
  return Array.isArray(items) ? items.filter(isPresent) : [];
}

function isPresent(item: unknown): boolean {
  return typeof item === 'object' && item !== null;
}

export function boundedName(name: string): string {
  return boundedText(String(name), MAX_NAME);
}

function boundedConditions(
  conditions: LabRecord['conditions'],
): Record<string, LabCondition> {
  return Object.fromEntries(
    Object.entries(conditions)
      .filter(([, condition]) => isPresent(condition))
      .slice(0, MAX_CONDITIONS)
      .map(([name, condition]) => {
        const { status, reason, message, lastTransitionTime } = condition;
        return [
          boundedName(name),
          {
            status,
            ...(reason === undefined ? {} : { reason: boundedName(reason) }),
            message: boundedMessage(message),
            ...(lastTransitionTime === undefined
              ? {}
              : { lastTransitionTime: boundedName(lastTransitionTime) }),
          },
        ];
      }),
  );
}

function boundedTexts(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value === 'string') {
    return boundedMessage(value);
  }
  if (Array.isArray(value)) {
    return value.map(one => boundedTexts(one) ?? null);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        boundedName(name),
        boundedTexts(one),
      ]),
    );
  }
  return value;
}
