import {
  findPostgres,
  startPostgres,
} from '../../tools/test/machine/postgres.mjs';

/** A PostgreSQL for this run, which can be stopped and started again. */
export interface Postgres {
  readonly connection: string;
  /** Ends the server, and keeps its data. */
  halt(): Promise<void>;
  resume(): Promise<void>;
  /** Ends the server, and removes its data. */
  stop(): Promise<void>;
}

/** @throws Error when PostgreSQL is not installed */
export async function aPostgres(): Promise<Postgres> {
  const bin = findPostgres(process.env);
  if (!bin) {
    throw new Error('PostgreSQL is not installed');
  }
  return startPostgres(bin, process.env);
}
