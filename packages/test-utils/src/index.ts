export * from './aLab';
export * from './kindHost';
export * from './Random';
