export type { OnText, OutputStream } from './CommandOutput';
export { CommandPolicy } from './CommandPolicy';
export { LabCommands, type CommandEnd } from './LabCommands';
export { recordable, shortenedCommand } from './recordable';
