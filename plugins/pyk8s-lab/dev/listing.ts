import type {
  Lab,
  LabListQuery,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

const KEYS: Record<string, (lab: Lab) => string> = {
  createdAt: lab => lab.createdAt,
  name: lab => lab.name,
  status: lab => lab.status,
  expiresAt: lab => lab.expiresAt ?? '',
};

/** The labs that a query means, in its order. */
export function matching(labs: Lab[], query: LabListQuery): Lab[] {
  const [field, direction] = (query.orderBy ?? 'createdAt,desc').split(',');
  const sign = direction === 'desc' ? -1 : 1;
  const text = query.q?.toLowerCase() ?? '';
  return labs
    .filter(
      ({ owner, component = '', status, name, purpose = '' }) =>
        (query.owner?.includes(owner) ?? true) &&
        (query.component?.includes(component) ?? true) &&
        (query.status?.includes(status) ?? true) &&
        `${name} ${purpose}`.toLowerCase().includes(text),
    )
    .sort(
      (one, other) => sign * KEYS[field](one).localeCompare(KEYS[field](other)),
    );
}
