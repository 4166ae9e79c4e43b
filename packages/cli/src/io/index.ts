export type { Io, Output } from './Io';
export { EXIT_INTERRUPTED, processIo } from './processIo';
export { untilInterrupted, write } from './streams';
