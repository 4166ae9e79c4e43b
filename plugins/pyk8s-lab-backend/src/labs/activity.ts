import {
  LAB_ACTIVITY_CATEGORIES,
  LAB_JOB_EVENTS,
  type LabActivityCategory,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { EventTypes } from '../database';

/** Which events of a lab a caller reads. */
export interface ActivityRequest {
  readonly limit: number;
  readonly cursor?: string;
  /** All unless given. */
  readonly categories?: readonly LabActivityCategory[];
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
