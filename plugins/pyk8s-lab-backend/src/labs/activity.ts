import {
  LAB_ACTIVITY_CATEGORIES,
  LAB_JOB_EVENTS,
  type LabActivityCategory,
  type LabEventList,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { findLab, type EventTypes, type LabStore } from '../database';
import { readCursor } from './listLabs';
import { toLabEvent } from './toLab';

/** Which events of a lab a caller reads. */
export interface ActivityRequest {
  readonly limit: number;
  readonly cursor?: string;
  /** All unless given. */
  readonly categories?: readonly LabActivityCategory[];
}

/** One page of what happened to a lab, the newest first. @throws NotFoundError */
export async function readActivity(
  id: string,
  { limit, cursor, categories }: ActivityRequest,
  store: LabStore,
): Promise<LabEventList> {
  await findLab(id, store);
  const events = await store.listEvents(id, {
    limit,
    before: cursor === undefined ? undefined : readCursor(cursor),
    types: typesOf(categories),
  });
  const last = events.at(-1);
  return {
    items: events.map(toLabEvent),
    pageInfo:
      last && events.length === limit ? { nextCursor: String(last.seq) } : {},
  };
}

/** The types of events that a lab's activity has: of all categories, or of some. */
export function typesOf(
  categories?: ActivityRequest['categories'],
): EventTypes {
  if (!categories) {
    return { of: LAB_JOB_EVENTS, excluded: true };
  }
  const { status: _, ...named } = LAB_ACTIVITY_CATEGORIES;
  const excluded = categories.includes('status');
  const types = Object.entries(named)
    .filter(
      ([category]) =>
        categories.some(wanted => wanted === category) !== excluded,
    )
    .flatMap(([, ofCategory]) => ofCategory);
  return { of: excluded ? [...types, ...LAB_JOB_EVENTS] : types, excluded };
}
