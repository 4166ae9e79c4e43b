import { parse, stringify } from 'yaml';
import { CliError } from '../errors';

/** The limit; that of a real lab has 6 KB. */
const MAX_LENGTH = 64 * 2 ** 10;

const FIELDS = {
  config: [
    'apiVersion',
    'kind',
    'clusters',
    'users',
    'contexts',
    'current-context',
  ],
  named: ['name', 'cluster', 'user', 'context'],
  cluster: ['server', 'certificate-authority-data', 'tls-server-name'],
  user: ['client-certificate-data', 'client-key-data', 'token'],
  context: ['cluster', 'user'],
} as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Composes the kubeconfig of a lab from the known fields of the portal's answer.
 * kubectl would run the programs in `exec` and `auth-provider`, and other fields can
 * redirect credentials, so a kubeconfig with any other field is refused as a whole.
 *
 * @throws CliError with the field
 */
export function labKubeconfig(text: string): string {
  const config = parseText(text);
  assertKnown(config, FIELDS.config);
  const cluster = partOf(config, 'cluster');
  const user = partOf(config, 'user');
  const context = partOf(config, 'context');
  const { name } = context;
  if (
    typeof name !== 'string' ||
    name !== config['current-context'] ||
    cluster.fields.server === undefined ||
    context.fields.cluster !== cluster.name ||
    context.fields.user !== user.name
  ) {
    throw unreadable();
  }
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: cluster.name, cluster: cluster.fields }],
    users: [{ name: user.name, user: user.fields }],
    contexts: [{ name, context: context.fields }],
    'current-context': name,
  });
}

/** The only cluster, user or context. */
function partOf(config: Fields, kind: 'cluster' | 'user' | 'context') {
  const list = config[`${kind}s`];
  const [only] = Array.isArray(list) && list.length === 1 ? list : [];
  const named = fieldsOf(only);
  assertKnown(named, FIELDS.named);
  const all = fieldsOf(named[kind]);
  assertKnown(all, FIELDS[kind]);
  const fields = Object.fromEntries(
    Object.entries(all).map(([name, value]) => {
      if (typeof value !== 'string') {
        throw unreadable();
      }
      return [name, value];
    }),
  );
  if (typeof named.name !== 'string') {
    throw unreadable();
  }
  return { name: named.name, fields };
}

function assertKnown(found: Fields, known: readonly string[]): void {
  const unknown = Object.keys(found).find(name => !known.includes(name));
  if (unknown !== undefined) {
    throw new CliError(
      `The portal gave a kubeconfig with the field ${JSON.stringify(
        unknown.slice(0, 40),
      )}, which could run a program on this machine or lead kubectl elsewhere: it was not used. Tell the portal’s administrator.`,
    );
  }
}

/** The parser's message quotes its input, which is secret here. */
function parseText(text: string): Fields {
  try {
    return fieldsOf(
      text.length > MAX_LENGTH
        ? undefined
        : parse(text, { logLevel: 'error', maxAliasCount: 0 }),
    );
  } catch {
    throw unreadable();
  }
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable();
  }
  return value as Fields;
}

function unreadable(): CliError {
  return new CliError(
    'The portal gave no kubeconfig of one cluster: try again, or tell the portal’s administrator.',
  );
}
