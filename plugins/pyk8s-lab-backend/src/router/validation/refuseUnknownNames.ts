import { InputError } from '@backstage/errors';
import type { RequestHandler } from 'express';
import { closestName } from './closestName';
import {
  bodySchema,
  queryParameters,
  resolveSchema,
  type DescribedSchema,
} from './describedPath';

/** What is quoted of a name. */
const MAX_QUOTED = 60;

/** Refuses query parameters that the OpenAPI file does not have, by name. */
export const refuseUnknownParameters: RequestHandler = (req, _res, next) => {
  const known = queryParameters(req.method, req.path);
  const unknown =
    known && Object.keys(req.query).find(name => !known.includes(name));
  next(
    unknown === undefined
      ? undefined
      : unknownName('query parameter', unknown, known ?? []),
  );
};

/** Refuses fields of a JSON body that the OpenAPI file does not have, by name. */
export const refuseUnknownFields: RequestHandler = (req, _res, next) => {
  const schema = bodySchema(req.method, req.path);
  next(schema && findUnknownField(req.body, schema, ''));
};

function findUnknownField(
  value: unknown,
  schema: DescribedSchema,
  parent: string,
): InputError | undefined {
  const { properties, additionalProperties } = resolveSchema(schema);
  if (
    !properties ||
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value)
  ) {
    return undefined;
  }
  for (const [name, field] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name)
      ? properties[name]
      : undefined;
    if (!known && additionalProperties === false) {
      return unknownName('field', name, Object.keys(properties), parent);
    }
    const nested = known && findUnknownField(field, known, `${parent}${name}.`);
    if (nested) {
      return nested;
    }
  }
  return undefined;
}

function unknownName(
  what: string,
  name: string,
  known: readonly string[],
  parent = '',
): InputError {
  const quoted = JSON.stringify(`${parent}${name}`.slice(0, MAX_QUOTED));
  const closest = closestName(name, known);
  if (closest) {
    return new InputError(
      `unknown ${what} ${quoted}; did you mean "${parent}${closest}"?`,
    );
  }
  return new InputError(
    known.length > 0
      ? `unknown ${what} ${quoted}; known are ${known
          .map(each => `${parent}${each}`)
          .join(', ')}`
      : `unknown ${what} ${quoted}; this call has none`,
  );
}
