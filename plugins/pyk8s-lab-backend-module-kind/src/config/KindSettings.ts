import type { LabResources } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

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

/** What labs get and may ask for; all nodes of a lab share it. */
export interface ResourceSettings {
  /** What a lab gets that does not ask. */
  readonly default?: LabResources;
  /**
   * The operator set the default of memory, so it is what a lab is taken to need. One
   * that nobody chose is only a limit.
   */
  readonly countsDefaultMemory?: boolean;
  /** The most that can be asked for, up to what the host has. */
  readonly max: LabResources;
  /** A lab for which config has no limit gets a share of the host. */
  readonly alwaysLimited: boolean;
}

/** How much of the host is left alone. */
export interface CapacitySettings {
  /** What a node is taken to need that has no limit. */
  readonly memoryPerNodeBytes: number;
  readonly minFreeMemoryBytes: number;
  readonly minFreeDiskBytes: number;
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
  readonly resources: ResourceSettings;
  readonly capacity: CapacitySettings;
  /** The most processes and threads of one node. */
  readonly pidsPerNode: number;
  /** How long making one cluster may take. */
  readonly createTimeoutMs: number;
}
