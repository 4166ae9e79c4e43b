import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cluster } from '../../clusters/Cluster';
import type { Clusters } from '../../clusters/Clusters';
import type { LabSettings } from '../../config/LabSettings';
import type {
  ClusterStore,
  LabChange,
  LabOutputs,
  LabRecord,
  LabStore,
} from '../../database';
import type { KeyRing } from '../../kubeconfig/KeyRing';
import type { LabNotifier } from '../../notifications/LabNotifier';
import type { PhaseWriter } from '../PhaseWriter';

/** What a step works with. The lab is claimed by `holder`. */
export interface StepTools {
  readonly store: LabStore;
  readonly clusterStore: ClusterStore;
  readonly outputs: LabOutputs;
  readonly clusters: Clusters;
  readonly keyRing: KeyRing;
  readonly settings: LabSettings;
  readonly notifier: LabNotifier;
  readonly logger: LoggerService;
  readonly holder: string;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly phases: PhaseWriter;
  /**
   * Changes the cluster of a lab, under its lease.
   * @throws ClusterBusyError when another changes it
   */
  changing<T>(
    lab: LabRecord,
    change: (cluster: Cluster, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
}

/**
 * Writes the result of a step, unless another worker has the lab now.
 * @throws LeaseLostError
 */
export function write(
  lab: LabRecord,
  { store, holder, now, signal }: StepTools,
  decide: (current: LabRecord) => LabChange | undefined,
): Promise<LabRecord> {
  return store.change(
    lab.id,
    now(),
    current => {
      // An abandoned step must not write its result later.
      signal.throwIfAborted();
      return decide(current);
    },
    { holder },
  );
}
