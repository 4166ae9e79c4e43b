export * from './listing';
export * from './nodes';
export * from './owners';
export * from './phases';
export * from './status';
export * from './suggestName';
export * from './time';
