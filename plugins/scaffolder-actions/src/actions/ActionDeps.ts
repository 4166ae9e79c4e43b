import type { LabAccess } from '../labs';
import type { Pause, TaskEnds } from '../runs';

/** What every action is made with. */
export interface ActionDeps {
  access: LabAccess;
  taskEnds: TaskEnds;
  /** By the clock unless given. */
  pause?: Pause;
}
