import { InputError } from '@backstage/errors';
import { parseDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabLogRequest, LabLogSource } from '../logs/LabLogs';

const DEFAULT_TAIL = 1_000;
const MAX_TAIL = 100_000;

/** The parameters of a request for logs, as they were sent. */
export interface LogQuery {
  readonly source?: string;
  readonly run?: string;
  readonly node?: string;
  readonly unit?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly previous?: string;
  readonly tail?: string;
  readonly since?: string;
  readonly follow?: string;
}

const OF_SOURCE: Readonly<
  Record<LabLogSource['kind'], readonly (keyof LogQuery)[]>
> = {
  provisioning: ['run'],
  node: ['node', 'unit', 'since'],
  pod: ['namespace', 'pod', 'container', 'previous', 'since'],
};
const OF_ALL: readonly (keyof LogQuery)[] = ['source', 'tail', 'follow'];

/**
 * Which log is asked for.
 * @throws InputError naming the parameter
 */
export function parseLogs(query: LogQuery): LabLogRequest {
  const kind = parseKind(query.source);
  const known = [...OF_ALL, ...OF_SOURCE[kind]];
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && !known.includes(name as keyof LogQuery)) {
      throw new InputError(
        `${name} says nothing about the source "${kind}": it takes ${known.join(
          ', ',
        )}.`,
      );
    }
  }
  return {
    source: readSource(kind, query),
    tailLines: parseTail(query.tail),
    ...(query.since !== undefined && {
      sinceSeconds: parseDuration(query.since),
    }),
    follow: parseFlag('follow', query.follow),
  };
}

function parseKind(text: string | undefined): LabLogSource['kind'] {
  const kind = (['provisioning', 'node', 'pod'] as const).find(
    known => known === text,
  );
  if (!kind) {
    throw new InputError('source must be provisioning, node or pod.');
  }
  return kind;
}

function readSource(
  kind: LabLogSource['kind'],
  {
    run,
    node,
    unit,
    namespace = 'default',
    pod,
    container,
    previous,
  }: LogQuery,
): LabLogSource {
  if (kind === 'provisioning') {
    return { kind, run };
  }
  if (kind === 'node') {
    return { kind, node, unit };
  }
  if (!pod) {
    throw new InputError(
      'pod must name the pod; GET /labs/:id/logs/sources lists them.',
    );
  }
  return {
    kind,
    namespace,
    pod,
    container,
    previous: parseFlag('previous', previous),
  };
}

function parseFlag(name: string, text: string | undefined): boolean {
  if (text !== undefined && text !== 'true' && text !== 'false') {
    throw new InputError(`${name} must be true or false.`);
  }
  return text === 'true';
}

function parseTail(text: string | undefined): number {
  if (text === undefined) {
    return DEFAULT_TAIL;
  }
  const tail = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (tail < 1 || tail > MAX_TAIL) {
    throw new InputError(`tail must be an integer from 1 to ${MAX_TAIL}.`);
  }
  return tail;
}
