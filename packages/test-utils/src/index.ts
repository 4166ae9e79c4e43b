export * from './aLab';
export * from './authority';
export * from './freePort';
export * from './kindHost';
export * from './Random';
