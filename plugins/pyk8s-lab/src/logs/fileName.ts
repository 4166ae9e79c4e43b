import type { LabLogQuery } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ResolvedLog } from './resolve';

/** The name under which a log is saved. */
export function logFileName(
  labName: string,
  { query, run }: Pick<ResolvedLog, 'query' | 'run'>,
): string {
  const parts = [labName, ...(query ? partsOf(query, run?.attempt) : [])];
  // Not every system allows every character.
  return `${parts.join('-').replace(/[^\w.-]+/g, '_')}.log`;
}

function partsOf(query: LabLogQuery, attempt: number | undefined): string[] {
  switch (query.source) {
    case 'node':
      return [query.node, query.unit].flatMap(part => part ?? []);
    case 'pod':
      return [
        query.namespace,
        query.pod,
        query.container,
        query.previous ? 'previous' : undefined,
      ].flatMap(part => part ?? []);
    default:
      return ['attempt', String(attempt ?? 'last')];
  }
}
