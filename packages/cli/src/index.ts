export { main } from './main';
export { run } from './run';
export type { Io, Output } from './io';
