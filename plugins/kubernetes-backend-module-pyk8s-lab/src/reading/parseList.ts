import { ClusterAnswerError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** A Kubernetes object; only the fields that pages require are checked. */
export interface ListedObject extends Record<string, unknown> {
  readonly metadata: Record<string, unknown>;
}

/** A list of objects. */
export interface ObjectList {
  readonly kind?: string;
  readonly items: ListedObject[];
}

const SECRET_FIELDS = ['data', 'stringData'] as const;

/**
 * Parses a list of objects within limits.
 * @throws ClusterAnswerError for other content, without quoting it
 */
export function parseList(json: Buffer): ObjectList {
  const { kind, items } = fieldsOf(parse(json));
  if (!Array.isArray(items)) {
    throw unreadable();
  }
  return {
    ...(typeof kind === 'string' && { kind }),
    items: items.map(item => {
      const object = fieldsOf(item);
      const metadata = fieldsOf(object.metadata);
      if (typeof metadata.name !== 'string') {
        throw unreadable();
      }
      return { ...object, metadata };
    }),
  };
}

/** The keys of a Secret, without the values. */
export function withoutValues(object: ListedObject): ListedObject {
  const hidden = SECRET_FIELDS.flatMap(field => {
    const values = object[field];
    return typeof values === 'object' && values !== null
      ? [[field, Object.fromEntries(Object.keys(values).map(hide))]]
      : [];
  });
  return { ...object, ...Object.fromEntries(hidden) };
}

function hide(name: string): [string, string] {
  return [name, '***'];
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    throw unreadable();
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable();
  }
  return value as Record<string, unknown>;
}

function unreadable(): ClusterAnswerError {
  return new ClusterAnswerError(
    'the API server of the lab answers with something else than a list of objects',
  );
}
