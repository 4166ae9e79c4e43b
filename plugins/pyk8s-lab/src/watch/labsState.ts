import type {
  Lab,
  LabEvent,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** How the page is connected to the stream of events. */
export type Connection = 'connecting' | 'live' | 'reconnecting';

/** A lab, as it is on the page. */
export interface LabEntry {
  lab: Lab;
  /** When it was last heard of, by the local clock. */
  seenAt: number;
}

/** A lab that the user may no longer see. */
export interface HiddenLab {
  /** The lab as it was last seen; undefined when it was not. */
  lab?: Lab;
  /** When that became known, by the local clock. */
  at: number;
}

/** What a page knows about labs. */
export interface LabsState {
  /** Of the connection whose answers count; older ones are dropped. */
  generation: number;
  labs: ReadonlyMap<string, LabEntry>;
  /** Labs that are gone, as they were last, so that nothing late revives them. */
  gone: ReadonlyMap<string, Lab>;
  /** Labs that the user may no longer see, as after a transfer. */
  hidden: ReadonlyMap<string, HiddenLab>;
  /** How often what the user may see has changed. */
  accessChanges: number;
  load: 'loading' | 'ready' | 'failed';
  error?: Error;
  connection: Connection;
  /** To add to the local clock to get the server's, in milliseconds. */
  clockOffsetMs: number;
  /** What came over the stream, the newest first. */
  events: readonly LabEvent[];
}

/** Nothing known, and nothing asked yet. */
export const initialLabsState: LabsState = {
  generation: 0,
  labs: new Map(),
  gone: new Map(),
  hidden: new Map(),
  accessChanges: 0,
  load: 'loading',
  connection: 'connecting',
  clockOffsetMs: 0,
  events: [],
};
