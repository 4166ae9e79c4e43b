export * from './builders';
export * from './errors';
export * from './FakeCommand';
export * from './FakeLabApi';
export * from './FakeLog';
