import type { LabAccess } from '../labs/LabAccess';
import type { Pause } from '../tasks/TimeLimit';
import type { TaskEnds } from '../tasks/TaskEnds';

/** The dependencies of the actions. */
export interface ActionDeps {
  access: LabAccess;
  taskEnds: TaskEnds;
  /** A timer unless given. */
  pause?: Pause;
}
