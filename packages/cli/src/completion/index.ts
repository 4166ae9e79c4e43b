export { candidates, type Known } from './candidates';
export { SCRIPTS, SHELLS, type Shell } from './scripts';
