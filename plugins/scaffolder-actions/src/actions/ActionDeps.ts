import type { LabAccess } from '../labs';
import type { Pause } from '../runs';

/** What every action is made with. */
export interface ActionDeps {
  access: LabAccess;
  /** By the clock unless given. */
  pause?: Pause;
}
