import type { LabLogQuery } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** How much of a log is asked for. */
export interface LogRange {
  /** How many lines before the end. */
  readonly tail: number;
  /** How long before now, as the API writes durations; undefined for ever. */
  readonly since: string | undefined;
}

/** What is asked for unless a person says otherwise. */
export const USUAL_RANGE: LogRange = { tail: 1_000, since: undefined };

/** How many lines one can ask for. */
export const TAILS: readonly number[] = [100, 1_000, 10_000, 100_000];

/** The times that one can ask for. */
export const SINCES = ['5m', '1h'] as const;

/** How much a URL asks for; the usual where it asks for what is not offered. */
export function rangeIn(params: URLSearchParams): LogRange {
  const tail = Number(params.get('tail'));
  const since = params.get('since');
  return {
    tail: TAILS.includes(tail) ? tail : USUAL_RANGE.tail,
    since: SINCES.find(one => one === since),
  };
}

/** The parameters of a URL that asks for so much; those of others stay. */
export function withRange(
  params: URLSearchParams,
  { tail, since }: LogRange,
): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete('tail');
  next.delete('since');
  if (tail !== USUAL_RANGE.tail) {
    next.set('tail', String(tail));
  }
  if (since) {
    next.set('since', since);
  }
  return next;
}

/** A query for so much of a log; how a lab was made is asked for without times. */
export function rangedQuery(
  query: LabLogQuery,
  { tail, since }: LogRange,
): LabLogQuery {
  return query.source === 'provisioning' || !since
    ? { ...query, tail }
    : { ...query, tail, since };
}
