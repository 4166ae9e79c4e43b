export { CliCommands } from './CliCommands';
