import { damaged } from './messages';

/** What a JSON object has, unchecked. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws InputError */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(`${what} is not valid JSON`);
  }
}

/** @throws InputError */
export function asObject(value: unknown, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw damaged(`${what} is not a JSON object`);
  }
  return value as JsonObject;
}

/**
 * A list; none is an empty one, as for the programs that write and read them.
 * @throws InputError
 */
export function asList(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw damaged(`${what} is not a list`);
  }
  return value;
}

/**
 * A text; none is an empty one.
 * @throws InputError
 */
export function asText(value: unknown, what: string): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (typeof value !== 'string') {
    throw damaged(`${what} is not text`);
  }
  return value;
}
