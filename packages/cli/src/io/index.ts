export type { Io, Output } from './Io';
export { EXIT_INTERRUPTED, processIo } from './processIo';
export { untilAborted, untilInterrupted, write } from './streams';
