import { spec } from '../../schema/openapi';

/** What is read here of a schema in the OpenAPI file. */
export interface DescribedSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, DescribedSchema>>;
  readonly additionalProperties?: unknown;
}

interface DescribedParameter {
  readonly $ref?: string;
  readonly in?: string;
  readonly name?: string;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly parameters?: readonly DescribedParameter[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly schema?: DescribedSchema }>
    >;
  };
}

type PathItem = Readonly<Record<string, DescribedOperation>>;

const SCHEMAS: Readonly<Record<string, DescribedSchema>> =
  spec.components.schemas;

const PATHS: readonly { readonly pattern: RegExp; readonly item: PathItem }[] =
  Object.entries<PathItem>(spec.paths).map(([path, item]) => ({
    // As Express matches: in any case, and with a slash at the end or without.
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
    item,
  }));

/** The methods of a path in the OpenAPI file. */
export function describedMethods(path: string): string[] | undefined {
  const item = itemOf(path);
  return item && Object.keys(item).map(method => method.toUpperCase());
}

/** The names of an operation's query parameters. */
export function queryParameters(
  method: string,
  path: string,
): string[] | undefined {
  const operation = operationOf(method, path);
  return (
    operation &&
    (operation.parameters ?? []).flatMap(parameter =>
      parameter.in === 'query' && parameter.name ? [parameter.name] : [],
    )
  );
}

/** The schema of an operation's JSON body. */
export function bodySchema(
  method: string,
  path: string,
): DescribedSchema | undefined {
  const content = operationOf(method, path)?.requestBody?.content;
  return content?.['application/json']?.schema;
}

/** The schema that a reference leads to, or the schema itself. */
export function resolveSchema(schema: DescribedSchema): DescribedSchema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : SCHEMAS[name];
}

function operationOf(
  method: string,
  path: string,
): DescribedOperation | undefined {
  // HEAD is GET without a body.
  const described = method === 'HEAD' ? 'get' : method.toLowerCase();
  return itemOf(path)?.[described];
}

function itemOf(path: string): PathItem | undefined {
  return PATHS.find(({ pattern }) => pattern.test(path))?.item;
}
