import {
  LAB_STATUSES,
  type Lab,
  type LabListQuery,
  type LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { nodeCountOf, versionOf } from './nodes';
import { type Caller, nameOfOwner, ownersNamed } from './owners';

/**
 * Whose labs to show: those that the user owns in person (`mine`), by a group
 * (`groups`) or either way (`ours`), or everything that the user may see (`all`).
 */
export type OwnerFilter = (typeof OWNER_FILTERS)[number];

/** Every {@link OwnerFilter}, as one chooses between them. */
export const OWNER_FILTERS = ['ours', 'mine', 'groups', 'all'] as const;

/** In which part of their life labs are shown. */
export type StatusFilter = (typeof STATUS_FILTERS)[number];

/** Every {@link StatusFilter}, as one chooses between them. */
export const STATUS_FILTERS = [
  'all',
  'making',
  'running',
  'paused',
  'failed',
  'deleting',
] as const;

/** What a person chose to see. */
export interface LabFilter {
  text: string;
  status: StatusFilter;
  owner: OwnerFilter;
  /** Among all labs, those of one owner, as typed; empty for everybody's. */
  ownedBy: string;
}

/** Every lab that the user owns. */
export const NO_FILTER: LabFilter = {
  text: '',
  status: 'all',
  owner: 'ours',
  ownedBy: '',
};

const STATUSES: Record<StatusFilter, readonly LabStatus[]> = {
  all: LAB_STATUSES,
  making: ['QUEUED', 'PROVISIONING'],
  running: ['RUNNING'],
  paused: ['PAUSING', 'PAUSED', 'RESUMING'],
  failed: ['ERROR'],
  deleting: ['DELETING'],
};

/** Whether anything is hidden by a filter. */
export function isFiltering(filter: LabFilter): boolean {
  return (
    filter.text.trim() !== '' ||
    filter.status !== 'all' ||
    filter.owner === 'mine' ||
    filter.owner === 'groups' ||
    (filter.owner === 'all' && filter.ownedBy.trim() !== '')
  );
}

/** A filter that hides nothing of what one looks at: one's own labs, or all. */
export function clearedFilter({ owner }: LabFilter): LabFilter {
  return { ...NO_FILTER, owner: owner === 'all' ? 'all' : NO_FILTER.owner };
}

/** The labs that a filter lets through. */
export function filterLabs(
  labs: Lab[],
  filter: LabFilter,
  caller: Caller | undefined,
): Lab[] {
  const text = filter.text.trim().toLowerCase();
  return labs.filter(
    lab =>
      STATUSES[filter.status].includes(lab.status) &&
      isOwnedAs(lab, filter.owner, caller) &&
      [lab.name, lab.purpose ?? '', lab.owner].some(field =>
        field.toLowerCase().includes(text),
      ),
  );
}

function isOwnedAs(
  lab: Lab,
  owner: OwnerFilter,
  caller: Caller | undefined,
): boolean {
  const isMine = lab.owner === caller?.userEntityRef;
  switch (owner) {
    case 'mine':
      return isMine;
    case 'groups':
      return !isMine && !!caller?.ownershipEntityRefs.includes(lab.owner);
    default:
      return true;
  }
}

/** The columns that the server can sort by, and what it calls them. */
const ORDERS: Partial<Record<LabColumn, string>> = {
  name: 'name',
  status: 'status',
  timeLeft: 'expiresAt',
};

/** Whether the server can sort by a column. */
export function isServerSortable(column: LabColumn): boolean {
  return column in ORDERS;
}

/** Asks the server for what a person chose to see. */
export function toListQuery(
  filter: LabFilter,
  sort: LabSort | undefined,
): LabListQuery {
  const order = sort && ORDERS[sort.column];
  const direction = sort?.direction === 'descending' ? ',desc' : '';
  return {
    q: filter.text.trim() || undefined,
    status: filter.status === 'all' ? undefined : [...STATUSES[filter.status]],
    owner: ownersNamed(filter.ownedBy),
    orderBy: order && `${order}${direction}`,
  };
}

/** The columns that labs can be sorted by. */
export type LabColumn =
  | 'name'
  | 'owner'
  | 'status'
  | 'version'
  | 'nodes'
  | 'timeLeft';

/** A column and a direction. */
export interface LabSort {
  column: LabColumn;
  direction: 'ascending' | 'descending';
}

// Labs that have no end yet come after all that have one.
const NO_END = Number.MAX_SAFE_INTEGER;

const KEYS: Record<LabColumn, (lab: Lab) => string | number> = {
  name: lab => lab.name,
  owner: lab => nameOfOwner(lab.owner),
  status: lab => LAB_STATUSES.indexOf(lab.status),
  version: lab => versionOf(lab) ?? '',
  nodes: nodeCountOf,
  timeLeft: lab =>
    lab.runningAt && lab.expiresAt ? Date.parse(lab.expiresAt) : NO_END,
};

/**
 * Sorts labs by a column, or the newest first. Labs that are equal there are
 * sorted by age, so that rows do not jump.
 */
export function sortLabs(labs: Lab[], sort: LabSort | undefined): Lab[] {
  const newestFirst = (one: Lab, other: Lab) =>
    other.createdAt.localeCompare(one.createdAt) ||
    one.id.localeCompare(other.id);
  if (!sort) {
    return [...labs].sort(newestFirst);
  }
  const key = KEYS[sort.column];
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return [...labs].sort(
    (one, other) =>
      sign * compareKeys(key(one), key(other)) || newestFirst(one, other),
  );
}

function compareKeys(one: string | number, other: string | number): number {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : String(one).localeCompare(String(other), undefined, { numeric: true });
}
