import type { ProvisioningSettings } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** The settings of the plugin, read and checked once at start. */
export interface LabSettings {
  readonly defaultProvider: string;
  /** The entity refs of those who may do everything with every lab. */
  readonly admins: readonly string[];
  readonly ttl: {
    readonly defaultSeconds: number;
    readonly minSeconds: number;
    readonly maxSeconds: number;
    readonly maxLifetimeSeconds: number;
    /** How long before its end a lab's owner is warned; the longest first. */
    readonly warningsSeconds: readonly number[];
  };
  readonly quotas: {
    readonly perUser: number;
    readonly perGroup: number;
    readonly total: number;
  };
  /** How many labs one person may ask for in a time. */
  readonly createRate: { readonly limit: number; readonly perSeconds: number };
  readonly pause: {
    /** Whether a lab's time stands still while it is paused. */
    readonly stopsTime: boolean;
    /** Unset: labs that nobody uses are not paused. */
    readonly idleAfterSeconds?: number;
  };
  readonly retention: {
    readonly deletedLabsSeconds: number;
    readonly eventsSeconds: number;
  };
  readonly provisioning: ProvisioningSettings;
  /** The first one encrypts; the others can still decrypt. */
  readonly encryptionKeys: readonly EncryptionKey[];
}

/** A key of the ring. */
export interface EncryptionKey {
  readonly id: string;
  readonly secret: string;
}
