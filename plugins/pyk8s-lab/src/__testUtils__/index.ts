export * from './builders';
export * from './errors';
export * from './FakeCommand';
export * from './FakeLabApi';
