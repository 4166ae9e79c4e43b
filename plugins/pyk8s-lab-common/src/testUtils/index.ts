/**
 * The labs API in memory, for tests of what uses it.
 *
 * @packageDocumentation
 */
export * from './answers';
export { FakeArchive } from './FakeArchive';
export { FakeCommand } from './FakeCommand';
export { FakeFrames } from './FakeFrames';
export { FakeLog, FakeStream } from './FakeStreams';
export { FakeUpload } from './FakeUpload';
export { InMemoryLabApi } from './InMemoryLabApi';
export { aResponseError, InMemoryLabs } from './InMemoryLabs';
export * from './labs';
