import type { LabAccess } from '../labs/LabAccess';
import type { Pause } from '../runs/pause';
import type { TaskEnds } from '../runs/TaskEnds';

/** What every action is made with. */
export interface ActionDeps {
  access: LabAccess;
  taskEnds: TaskEnds;
  /** By the clock unless given. */
  pause?: Pause;
}
