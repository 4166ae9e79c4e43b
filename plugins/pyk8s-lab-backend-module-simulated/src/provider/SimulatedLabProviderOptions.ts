import type {
  ClusterCommand,
  ClusterLogSource,
  ClusterRef,
  ProviderCapabilities,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/**
 * A moment at which a simulated provider can be delayed or made to fail.
 * @public
 */
export interface SimulatedMoment {
  verb:
    | 'options'
    | 'preflight'
    | 'create'
    | 'check'
    | 'kubeconfig'
    | 'viewerKubeconfig'
    | 'exec'
    | 'apply'
    | 'logSources'
    | 'logs'
    | 'exportLogs'
    | 'images'
    | 'importImages'
    | 'spreadImages'
    | 'hostImage'
    | 'pause'
    | 'resume'
    | 'activity'
    | 'destroy'
    | 'list';
  /** The cluster; absent for `options`, `preflight`, `hostImage` and `list`. */
  ref?: ClusterRef;
  /** The phase that starts; only with `create`. */
  phase?: string;
  /** The command to run; only with `exec`. */
  command?: ClusterCommand;
  /** The source to read; only with `logs`. */
  source?: ClusterLogSource;
}

/**
 * How a simulated provider behaves.
 * @public
 */
export interface SimulatedLabProviderOptions {
  /**
   * How long a cluster takes to start, in milliseconds. Stopping or starting its
   * nodes takes a tenth of it.
   */
  provisioningTimeMs: number;
  /** The most worker nodes of one cluster. */
  maxWorkers: number;
  /** The optional capabilities that it offers. Defaults to all. */
  can?: readonly (keyof ProviderCapabilities)[];
  /** The memory that the clusters share, in bytes. Unlimited by default. */
  memoryBytes?: number;
  /**
   * Waits for a time in milliseconds, and rejects when the signal aborts.
   * Defaults to a timer.
   */
  wait?(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Called and awaited at each moment. The verb fails with the error it throws,
   * which simulates a tool that fails or is unreachable.
   */
  intercept?(moment: SimulatedMoment): void | Promise<void>;
}
