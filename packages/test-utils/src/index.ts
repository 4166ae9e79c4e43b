export * from './aLab';
export * from './authority';
export * from './freePort';
export * from './HostileServer';
export * from './kindHost';
export * from './LabApiServer';
export * from './Random';
export * from './requests';
