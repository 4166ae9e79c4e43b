export * from './shorthands';
