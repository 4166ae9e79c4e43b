export * from './builders';
export * from './english';
export * from './FakeLabApi';
export * from './FakeArchive';
export * from './FakeCommand';
export * from './FakeLabApi';
export * from './FakeLabApi';
export * from './FakeUpload';
