import type { LabStreamFrame } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/**
 * What the tabs of one browser say to each other on the channel of a stream. No
 * message carries a token: each tab has its own.
 *
 * @remarks
 * Tabs with an older version of the portal may be open beside newer ones: another
 * meaning of a message needs another {@link PROTOCOL}, which is part of the name
 * of the channel and so keeps them apart.
 */
export type StreamMessage =
  /** A reader wants frames, and has seen those up to `lastEventId`. */
  | { type: 'join'; reader: string; lastEventId?: number }
  | { type: 'leave'; reader: string }
  /** Asks whether there is still a leader. */
  | { type: 'ping' }
  /** This tab has the connection from now on: all readers join again. */
  | { type: 'leading' }
  /** The leader is there. */
  | { type: 'alive' }
  /** The reader gets what it missed, and every frame from now on. */
  | {
      type: 'accepted';
      reader: string;
      missed: readonly LabStreamFrame[];
      /** The reader's position is from before the server restarted its numbering. */
      isRestarted?: boolean;
    }
  | { type: 'frame'; frame: LabStreamFrame }
  /** The server has restarted its numbering, as after a reset of its database. */
  | { type: 'restarted' }
  /** The connection has ended: readers start over. */
  | { type: 'ended' };

/** The version of {@link StreamMessage}. */
export const PROTOCOL = 1;
