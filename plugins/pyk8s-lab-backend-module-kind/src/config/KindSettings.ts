/** A Kubernetes version that can be asked for. */
export interface NodeImage {
  readonly version: string;
  readonly image: string;
}

/** How the portal reaches its labs. */
export type Access = 'auto' | 'host' | 'network';

/** Where people's machines reach the API server of a lab. */
export interface Reach {
  /** An IP address. */
  readonly listen: string;
  /** A host name or an IP address. */
  readonly host: string;
  /** Both included. */
  readonly ports?: { readonly from: number; readonly to: number };
}

/** The settings of the kind provider, read and checked once at start. */
export interface KindSettings {
  readonly binary: string;
  readonly nodeImages: readonly NodeImage[];
  /** From KIND_NODE_IMAGE. */
  readonly defaultImage?: string;
  readonly maxWorkers: number;
  readonly reach: Reach;
  readonly access: Access;
  /** How long making one cluster may take. */
  readonly createTimeoutMs: number;
}
