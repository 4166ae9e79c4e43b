export {
  CommandError,
  type CommandFailure,
  type CommandRunner,
  type RunOptions,
} from './CommandRunner';
export { ProcessGroupRunner } from './ProcessGroupRunner';
