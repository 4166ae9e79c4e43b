import {
  LAB_ACTIVITY_CATEGORIES,
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

/** The types of events of some categories; undefined for all. */
export function typesOf(
  categories: ActivityRequest['categories'],
): EventTypes | undefined {
  if (!categories) {
    return undefined;
  }
  const { status: _, ...named } = LAB_ACTIVITY_CATEGORIES;
  const excluded = categories.includes('status');
  return {
    of: Object.entries(named)
      .filter(
        ([category]) =>
          categories.some(wanted => wanted === category) !== excluded,
      )
      .flatMap(([, types]) => types),
    excluded,
  };
}
