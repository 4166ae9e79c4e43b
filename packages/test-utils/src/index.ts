export * from './aLab';
export * from './kindHost';
