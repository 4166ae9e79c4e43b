export * from './builders';
export * from './errors';
export * from './FakeLabApi';
