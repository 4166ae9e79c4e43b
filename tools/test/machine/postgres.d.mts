/** The types of postgres.mjs, for tests that are written in TypeScript. */
export declare function findPostgres(
  env: NodeJS.ProcessEnv,
): string | undefined;

export declare function startPostgres(
  bin: string,
  env: NodeJS.ProcessEnv,
): Promise<{
  connection: string;
  version: string;
  halt: () => Promise<void>;
  resume: () => Promise<void>;
  stop: () => Promise<void>;
}>;
