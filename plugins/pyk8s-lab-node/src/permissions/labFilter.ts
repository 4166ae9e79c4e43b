import {
  LAB_STATUSES,
  type LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/**
 * What of a lab decides who may do what with it.
 * @public
 */
export interface LabResource {
  /** The entity ref of the owner, in lower case. */
  readonly ownerRef: string;
  readonly status: LabStatus;
  readonly simulated: boolean;
}

/**
 * Which labs are meant, as a tree. Permission rules become one, lists put it
 * into their query, and {@link matchesLab} applies it to a lab in memory.
 *
 * @remarks
 * An empty `allOf` means every lab, an empty `anyOf` none.
 * @public
 */
export type LabFilter =
  | { readonly allOf: readonly LabFilter[] }
  | { readonly anyOf: readonly LabFilter[] }
  | { readonly not: LabFilter }
  | { readonly owners: readonly string[] }
  | { readonly statuses: readonly LabStatus[] }
  | { readonly simulated: boolean };

/**
 * The filter that every lab matches.
 * @public
 */
export const EVERY_LAB: LabFilter = { allOf: [] };

/**
 * The filter that no lab matches.
 * @public
 */
export const NO_LAB: LabFilter = { anyOf: [] };

/**
 * True when a filter matches a lab.
 * @public
 */
export function matchesLab(filter: LabFilter, lab: LabResource): boolean {
  if ('allOf' in filter) {
    return filter.allOf.every(part => matchesLab(part, lab));
  }
  if ('anyOf' in filter) {
    return filter.anyOf.some(part => matchesLab(part, lab));
  }
  if ('not' in filter) {
    return !matchesLab(filter.not, lab);
  }
  if ('owners' in filter) {
    return filter.owners.includes(lab.ownerRef);
  }
  if ('statuses' in filter) {
    return filter.statuses.includes(lab.status);
  }
  return filter.simulated === lab.simulated;
}

/**
 * True when a lab, with the status that it has or another, is one of those that
 * a filter means: whether somebody may have seen it before its status changed.
 * @public
 */
export function matchesLabInSomeStatus(
  filter: LabFilter,
  lab: LabResource,
): boolean {
  return asksForStatus(filter)
    ? LAB_STATUSES.some(status => matchesLab(filter, { ...lab, status }))
    : matchesLab(filter, lab);
}

function asksForStatus(filter: LabFilter): boolean {
  if ('allOf' in filter) {
    return filter.allOf.some(asksForStatus);
  }
  if ('anyOf' in filter) {
    return filter.anyOf.some(asksForStatus);
  }
  return 'not' in filter ? asksForStatus(filter.not) : 'statuses' in filter;
}
