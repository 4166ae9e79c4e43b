export * from './aLab';
export * from './authority';
export * from './kindHost';
export * from './Random';
