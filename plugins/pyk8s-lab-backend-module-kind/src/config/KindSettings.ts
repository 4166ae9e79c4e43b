import type { LabResources } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** A Kubernetes version that users can choose. */
export interface NodeImage {
  readonly version: string;
  readonly image: string;
}

/** How the portal reaches its labs. */
export type Access = 'auto' | 'host' | 'network';

/** The address at which users' machines reach the API server of a lab. */
export interface Reach {
  /** An IP address. */
  readonly listen: string;
  /** A host name or an IP address. */
  readonly host: string;
  /** Inclusive. */
  readonly ports?: { readonly from: number; readonly to: number };
}

/** The resources of a lab; its nodes share them. */
export interface ResourceSettings {
  /** The limits of a lab that requests none. */
  readonly default?: LabResources;
  /**
   * Whether the default memory comes from config. Then it counts as the lab's need; a
   * built-in default is only a limit.
   */
  readonly countsDefaultMemory?: boolean;
  /** The maximum that can be requested, up to the host's resources. */
  readonly max: LabResources;
  /** A lab without a limit in config gets a share of the host. */
  readonly alwaysLimited: boolean;
}

/** The resources of the host that labs do not use. */
export interface CapacitySettings {
  /** The assumed need of a node without a limit. */
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
  /** The maximum of processes and threads of one node. */
  readonly pidsPerNode: number;
  /** The timeout of creating one cluster. */
  readonly createTimeoutMs: number;
}
