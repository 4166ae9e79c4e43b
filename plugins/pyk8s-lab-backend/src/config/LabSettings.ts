import type { ImagePattern } from '../images/imagePatterns';
import type { ProvisioningSettings } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** How many labs a user, a group and all together may have. */
export interface QuotaLimits {
  readonly perUser: number;
  readonly perGroup: number;
  readonly total: number;
}

/** The settings of the plugin, read and checked once at start. */
export interface LabSettings {
  /** Where people find the portal's pages, without a slash at its end. */
  readonly portalUrl: string | undefined;
  readonly defaultProvider: string;
  /** The entity refs of those who may do everything with every lab. */
  readonly admins: readonly string[];
  /** What from outside the portal may have labs, such as CI. */
  readonly services: readonly ServiceSettings[];
  readonly ttl: {
    readonly defaultSeconds: number;
    readonly minSeconds: number;
    readonly maxSeconds: number;
    readonly maxLifetimeSeconds: number;
    /** How long before its end a lab's owner is warned; the longest first. */
    readonly warningsSeconds: readonly number[];
  };
  readonly quotas: QuotaLimits & { readonly simulated: QuotaLimits };
  /** How many labs one person may ask for in a time. */
  readonly createRate: { readonly limit: number; readonly perSeconds: number };
  /** How many changes to labs one caller may make in a time. */
  readonly changeRate: { readonly limit: number; readonly perSeconds: number };
  readonly pause: {
    /** Whether a lab's time stands still while it is paused. */
    readonly stopsTime: boolean;
    /** Unset: idle labs are not paused. */
    readonly idleAfterSeconds?: number;
  };
  readonly retention: {
    readonly deletedLabsSeconds: number;
    readonly eventsSeconds: number;
    /** How long a cluster without a lab is retained, unless its deletion was requested. */
    readonly unknownClustersSeconds: number;
  };
  readonly notifications: NotificationSettings;
  readonly provisioning: ProvisioningSettings;
  /** The commands that people may run in labs. */
  readonly exec: ExecSettings;
  /** The images that people may bring into labs. */
  readonly images: ImageSettings;
  readonly logs: LogSettings;
  /** The first one encrypts; the others can still decrypt. */
  readonly encryptionKeys: readonly EncryptionKey[];
}

/** A service from outside the portal, and as whom it has labs. */
export interface ServiceSettings {
  /** What Backstage calls it, by `backend.auth.externalAccess`. */
  readonly subject: string;
  /** The entity ref of the user that it acts as. */
  readonly user: string;
  /** The entity refs of the groups whose labs are also its own. */
  readonly groups: readonly string[];
}

/** Of what the owners of labs are told by notifications of Backstage. */
export interface NotificationSettings {
  /** A lab can be used. */
  readonly ready: boolean;
  /** A lab is in ERROR. */
  readonly failed: boolean;
  readonly endsSoon: boolean;
  /** A lab was paused because it was idle. */
  readonly idle: boolean;
  /** The time of a lab was over. */
  readonly ended: boolean;
  /** A lab was transferred; sent to the new owner. */
  readonly handedOver: boolean;
}

/** Which commands run in labs, and within which limits. */
export interface ExecSettings {
  /** The programs; none where commands are switched off. */
  readonly commands: readonly CommandSettings[];
  /** How long a command may run that does not ask for a time. */
  readonly timeoutSeconds: number;
  /** The longest time that can be asked for. */
  readonly maxTimeoutSeconds: number;
  /** The output limit of one command, both its streams together. */
  readonly maxOutputBytes: number;
  /** How many commands may run in one lab at once. */
  readonly perLab: number;
}

/** Which images may be brought into labs. */
export interface ImageSettings {
  /** How large an archive may be, uncompressed. */
  readonly maxArchiveBytes: number;
  /** The images of the lab host that may be had by name. */
  readonly hostImages: readonly ImagePattern[];
  /** How many are brought in at once by one process of the portal. */
  readonly concurrency: number;
}

/** Limits of logs. */
export interface LogSettings {
  /** How much of a lab's logs is put into one archive, uncompressed. */
  readonly maxArchiveBytes: number;
}

/** A program that people may run in labs. */
export interface CommandSettings {
  readonly name: string;
  /** Whether it runs as root of the lab's node. */
  readonly asRoot: boolean;
}

/** A key of the ring. */
export interface EncryptionKey {
  readonly id: string;
  readonly secret: string;
}
