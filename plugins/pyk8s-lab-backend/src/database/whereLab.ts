import type { LabFilter } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Knex } from 'knex';

/** Narrows a query of `labs` to those that a filter means. */
export function whereLab(
  query: Knex.QueryBuilder,
  filter: LabFilter,
): Knex.QueryBuilder {
  if ('allOf' in filter) {
    // An empty group of conditions is no SQL, least of all under a "not".
    return query.where(all => {
      all.whereRaw('1 = 1');
      filter.allOf.forEach(part => all.where(each => whereLab(each, part)));
    });
  }
  if ('anyOf' in filter) {
    return query.where(any => {
      any.whereRaw('1 = 0');
      filter.anyOf.forEach(part => any.orWhere(each => whereLab(each, part)));
    });
  }
  if ('not' in filter) {
    return query.whereNot(not => whereLab(not, filter.not));
  }
  if ('owners' in filter) {
    return query.whereIn('owner_ref', [...filter.owners]);
  }
  if ('statuses' in filter) {
    return query.whereIn('status', [...filter.statuses]);
  }
  return query.where({ simulated: filter.simulated });
}
