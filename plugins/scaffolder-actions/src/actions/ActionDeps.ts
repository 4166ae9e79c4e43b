import type { LabAccess } from '../labs/LabAccess';
import type { Pause } from '../tasks/TimeLimit';
import type { TaskEnds } from '../tasks/TaskEnds';

/** What every action is made with. */
export interface ActionDeps {
  access: LabAccess;
  taskEnds: TaskEnds;
  /** By the clock unless given. */
  pause?: Pause;
}
