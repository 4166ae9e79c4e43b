import type { LabActivityCategory } from '../labs';
import type {
  LabJobStatus,
  LabJobType,
  LabStatus,
} from '../schema/openapi/generated/models';

/**
 * Selects a page of a list.
 * @public
 */
export interface LabPageQuery {
  /** From 1 to 200; 50 unless given. */
  limit?: number;
  /** The `pageInfo.nextCursor` of the previous page. */
  cursor?: string;
}

/**
 * Selects events of a lab.
 * @public
 */
export interface LabActivityQuery extends LabPageQuery {
  /** All unless given. */
  category?: LabActivityCategory[];
}

/**
 * Selects labs.
 * @public
 */
export interface LabListQuery extends LabPageQuery {
  /** Entity refs. */
  owner?: string[];
  /** Every status but DELETED unless given. */
  status?: LabStatus[];
  /** Entity refs of the components of labs. */
  component?: string[];
  provider?: string;
  /** Part of the name or of the purpose. */
  q?: string;
  /** `createdAt`, `name`, `status` or `expiresAt`, with `,desc` for descending order. */
  orderBy?: string;
}

/**
 * Selects a log, and how much of it.
 * @public
 */
export type LabLogQuery = {
  /** How many lines from its end; 1000 unless given. */
  tail?: number;
} & (
  | {
      source: 'provisioning';
      /** The `id` of a run; the last one unless given. */
      run?: string;
    }
  | ({
      /** Only lines of this period, such as `10m`. */
      since?: string;
    } & (
      | {
          source: 'node';
          /** The control plane unless given. */
          node?: string;
          /** The whole journal of the node unless given. */
          unit?: string;
        }
      | {
          source: 'pod';
          /** `default` unless given. */
          namespace?: string;
          pod: string;
          /** The pod's first container unless given. */
          container?: string;
          /** The log from before the container's last restart. */
          previous?: boolean;
        }
    ))
);

/**
 * Selects jobs.
 * @public
 */
export interface LabJobQuery {
  /** The id of the lab. */
  lab?: string;
  status?: LabJobStatus[];
  type?: LabJobType[];
  /** From 1 to 200; 50 unless given. */
  limit?: number;
  cursor?: string;
}

/**
 * Selects the events to stream.
 * @public
 */
export interface StreamLabsOptions {
  /** Only this lab's events. */
  lab?: string;
  /** The `seq` of the last known event; later ones are replayed first. */
  lastEventId?: number;
  /** Ends the stream. */
  signal?: AbortSignal;
  /** Called once the server has accepted the stream, before its first event. */
  onOpen?: () => void;
}
