/**
 * The command line of PyK8s-Lab.
 *
 * @packageDocumentation
 */
export type { Io, Output } from './io';
export { main } from './main';
export { run } from './run';
