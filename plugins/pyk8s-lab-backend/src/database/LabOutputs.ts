/** A piece of what is printed in one go at making a lab's cluster. */
export interface OutputPiece {
  readonly labId: string;
  /** A UUID: one go, from its first step until it ends or is cut short. */
  readonly runId: string;
  /** The lab's attempt at that time. */
  readonly attempt: number;
  readonly at: Date;
  /** Whole lines. */
  readonly text: string;
}

/** One go at making a lab's cluster. */
export interface OutputRun {
  readonly runId: string;
  readonly attempt: number;
  readonly beganAt: Date;
}

/** Keeps what is printed while clusters are made, for as long as their labs. */
export interface LabOutputs {
  append(piece: OutputPiece): Promise<void>;
  /** The runs of a lab that have printed something, the first first. */
  runs(labId: string): Promise<OutputRun[]>;
  /** The run that has printed last; undefined while none has. */
  lastRunId(labId: string): Promise<string | undefined>;
  /** The pieces of a run after one of them, in order. */
  read(
    run: { labId: string; runId: string },
    page: { after: number; limit: number },
  ): Promise<{ id: number; text: string }[]>;
}
