import type { Knex } from 'knex';

/**
 * What differs between the database engines. No other file asks which one runs.
 * Instants are always bound through {@link toDbTime} and never compared with the
 * database's own clock, so that one clock, which a test can choose, drives
 * everything.
 */
const isPostgres = (db: Knex): boolean =>
  String(db.client.config.client).startsWith('pg');

/** An instant as a column takes it: SQLite has no type for it and gets a number. */
export function toDbTime(db: Knex, instant: Date): Date | number {
  return isPostgres(db) ? instant : instant.getTime();
}

/** What drivers return for an instant. */
export type DbTime = Date | number | string;

/** An instant as a driver returns it. */
export function fromDbTime(value: DbTime): Date {
  return value instanceof Date ? value : new Date(value);
}

/** A count or a bigint: PostgreSQL's driver returns them as text. */
export function fromDbInteger(value: number | string | undefined): number {
  return Number(value ?? 0);
}

/**
 * Locks the rows of a query until the transaction ends. SQLite needs no lock: it
 * has one writer at a time.
 */
export function lockRows<T extends Knex.QueryBuilder>(db: Knex, query: T): T {
  return isPostgres(db) ? (query.forUpdate() as T) : query;
}

/** Locks the rows of a query, leaving out those that another worker has locked. */
export function lockFreeRows<T extends Knex.QueryBuilder>(
  db: Knex,
  query: T,
): T {
  return isPostgres(db) ? (query.forUpdate().skipLocked() as T) : query;
}

/**
 * What a damaged text of JSON stands for: one row with something missing stops
 * neither lists nor the reconciler, which read many rows at a time.
 */
export function readJson<T>(text: string, otherwise: T): T {
  try {
    return (JSON.parse(text) ?? otherwise) as T;
  } catch {
    return otherwise;
  }
}
