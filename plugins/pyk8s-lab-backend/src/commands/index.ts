export { CommandPolicy } from './CommandPolicy';
export { CommandService } from './CommandService';
export type { ExecOptions } from './execInLab';
export { LabCommands } from './LabCommands';
