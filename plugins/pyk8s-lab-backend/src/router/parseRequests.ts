import { InputError, NotFoundError } from '@backstage/errors';
import {
  LAB_ACTIVITY_CATEGORIES,
  LAB_JOB_STATUSES,
  LAB_JOB_TYPES,
  LAB_STATUSES,
  type LabActivityCategory,
  type LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ActivityRequest } from '../labs/activity';
import type { KubeconfigOptions } from '../kubeconfig/labAccess';
import type { ListLabsRequest } from '../labs/listLabs';
import type { ListJobsRequest } from '../jobs/JobService';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const CATEGORIES = Object.keys(
  LAB_ACTIVITY_CATEGORIES,
) as LabActivityCategory[];
const ORDER_FIELDS = ['createdAt', 'name', 'status', 'expiresAt'] as const;

/** @throws NotFoundError: what is no UUID is no lab's id either */
export function parseLabId(id: string): string {
  return parseUuid(id, 'lab');
}

/** @throws NotFoundError: what is no UUID is no job's id either */
export function parseJobId(id: string): string {
  return parseUuid(id, 'job');
}

function parseUuid(id: string, what: string): string {
  const lower = id.toLowerCase();
  if (!UUID.test(lower)) {
    throw new NotFoundError(
      `There is no such ${what}: a ${what}’s id is a UUID.`,
    );
  }
  return lower;
}

/** @throws InputError */
function parseLimit(text: string | undefined): number {
  if (text === undefined) {
    return DEFAULT_LIMIT;
  }
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) {
    throw new InputError(`limit must be an integer from 1 to ${MAX_LIMIT}.`);
  }
  return limit;
}

/**
 * The seq in a Last-Event-ID header.
 * @throws InputError
 */
export function parseLastEventId(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (!/^\d{1,15}$/.test(text)) {
    throw new InputError(
      'Last-Event-ID must be the id of an event of this stream, an integer.',
    );
  }
  return Number(text);
}

/**
 * Which kubeconfig is asked for; the owner's for people unless said.
 *
 * @param query - the generated types give `for` another name, since it is a
 *   word of the language
 * @throws InputError
 */
export function parseKubeconfigOptions(query: object): KubeconfigOptions {
  const whose = 'for' in query ? query.for : 'owner';
  if (whose !== 'owner' && whose !== 'viewer') {
    throw new InputError('for must be owner or viewer.');
  }
  const reach = 'reach' in query ? query.reach : 'people';
  if (reach !== 'people' && reach !== 'portal') {
    throw new InputError('reach must be people or portal.');
  }
  return { for: whose, reach };
}

/** @throws InputError naming the parameter */
export function parseListLabs(query: {
  owner?: string;
  status?: string;
  provider?: string;
  component?: string;
  q?: string;
  limit?: string;
  cursor?: string;
  orderBy?: string;
}): ListLabsRequest {
  return {
    owners: parseList(query.owner),
    statuses: parseStatuses(query.status),
    provider: plainText('provider', query.provider),
    components: parseList(query.component),
    text: plainText('q', query.q),
    orderBy: parseOrderBy(query.orderBy),
    limit: parseLimit(query.limit),
    cursor: query.cursor,
  };
}

/** @throws InputError naming the parameter */
export function parseActivity(query: {
  limit?: string;
  cursor?: string;
  category?: string;
}): ActivityRequest {
  return {
    limit: parseLimit(query.limit),
    cursor: query.cursor,
    categories: parseChoices('category', query.category, CATEGORIES),
  };
}

/** @throws InputError naming the parameter */
export function parseListJobs(query: {
  lab?: string;
  status?: string;
  type?: string;
  limit?: string;
  cursor?: string;
}): ListJobsRequest {
  return {
    labId: query.lab === undefined ? undefined : parseLabId(query.lab),
    statuses: parseChoices(
      'status',
      query.status?.toUpperCase(),
      LAB_JOB_STATUSES,
    ),
    types: parseChoices('type', query.type, LAB_JOB_TYPES),
    limit: parseLimit(query.limit),
    cursor: query.cursor,
  };
}

function parseList(text: string | undefined): string[] | undefined {
  const items = text
    ?.split(',')
    .map(item => item.trim())
    .filter(Boolean);
  return items?.length ? items : undefined;
}

function parseStatuses(text: string | undefined): LabStatus[] {
  return (
    parseChoices('status', text?.toUpperCase(), LAB_STATUSES) ??
    LAB_STATUSES.filter(status => status !== 'DELETED')
  );
}

/** @throws InputError naming the parameter, and what may be chosen */
function parseChoices<T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly T[],
): T[] | undefined {
  return parseList(text)?.map(item => {
    const choice = choices.find(known => known === item);
    if (!choice) {
      throw new InputError(
        `${name} must be one or more of ${choices.join(', ')}.`,
      );
    }
    return choice;
  });
}

function parseOrderBy(text: string | undefined): ListLabsRequest['orderBy'] {
  if (text === undefined) {
    return undefined;
  }
  const [name, direction = 'asc'] = text.split(',');
  const field = ORDER_FIELDS.find(known => known === name);
  if (!field || !['asc', 'desc'].includes(direction)) {
    throw new InputError(
      `orderBy must be one of ${ORDER_FIELDS.join(
        ', ',
      )}, with ",desc" for the other way.`,
    );
  }
  return { field, descending: direction === 'desc' };
}

function plainText(name: string, text: string | undefined): string | undefined {
  // PostgreSQL takes no NUL in text.
  if (text?.includes('\0')) {
    throw new InputError(`${name} must not hold a NUL character.`);
  }
  return text || undefined;
}
