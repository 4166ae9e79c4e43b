export * from './builders';
export * from './english';
export * from './errors';
export * from './FakeArchive';
export * from './FakeCommand';
export * from './FakeLabApi';
export * from './FakeLog';
export * from './FakeUpload';
