import { StoreError } from './errors';

/** Marks what the functions that callers give to a store have thrown themselves. */
class Refusal extends Error {
  constructor(readonly error: unknown) {
    super('A function of the caller threw.');
  }
}

/** The errors that a store throws on purpose. */
const MEANT = [
  'ConflictError',
  'NotFoundError',
  'LeaseLostError',
  'StoreError',
];

/**
 * A store whose every failure that is the database's own becomes a
 * {@link StoreError}, which holds no statement and no value. What callers' own
 * functions throw passes as it is.
 */
export function guardStore<T extends object>(store: T): T {
  return new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (name === 'counts') {
        return guardStore(value as object);
      }
      if (typeof value !== 'function') {
        return value;
      }
      return (...args: unknown[]) => {
        try {
          const result = value.apply(target, args.map(markRefusals));
          return result instanceof Promise ? result.catch(rethrow) : result;
        } catch (error) {
          return rethrow(error);
        }
      };
    },
  });
}

function markRefusals(argument: unknown): unknown {
  if (typeof argument === 'function') {
    return (...args: unknown[]) => {
      try {
        const result = argument(...args);
        return result instanceof Promise
          ? result.catch(error => {
              throw new Refusal(error);
            })
          : result;
      } catch (error) {
        throw new Refusal(error);
      }
    };
  }
  if (isOptions(argument) && typeof argument.admit === 'function') {
    const admit = argument.admit as (
      counts: object,
      ...rest: unknown[]
    ) => unknown;
    return {
      ...argument,
      // What it counts with asks the database, too.
      admit: markRefusals((counts: object, ...rest: unknown[]) =>
        admit(guardStore(counts), ...rest),
      ),
    };
  }
  return argument;
}

function isOptions(argument: unknown): argument is { admit?: unknown } {
  return (
    typeof argument === 'object' && argument !== null && 'admit' in argument
  );
}

function rethrow(error: unknown): never {
  if (error instanceof Refusal) {
    throw error.error;
  }
  throw error instanceof Error && MEANT.includes(error.name)
    ? error
    : new StoreError(error);
}
