import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { Access } from './access/Access';
import { AuditTrail } from './access/AuditTrail';
import { LabGate } from './access/LabGate';
import type { LabAuthorizer } from './access/LabAuthorizer';
import type { WatchOptions } from './access/RightsWatch';
import { ApplyService } from './apply/ApplyService';
import { ClusterLeases } from './clusters/ClusterLeases';
import { Clusters } from './clusters/Clusters';
import type { LabProviders } from './clusters/LabProviders';
import { CommandPolicy } from './commands/CommandPolicy';
import { CommandService } from './commands/CommandService';
import { LabCommands } from './commands/LabCommands';
import type { LabSettings } from './config/LabSettings';
import type {
  LabImageStore,
  ClusterStore,
  LabJobStore,
  LabOutputs,
  LabStore,
} from './database';
import { ImageListings } from './images/ImageListings';
import { ImageService } from './images/ImageService';
import { importJobs } from './images/hostImages';
import { LabImages } from './images/LabImages';
import { ImageSpread } from './images/ImageSpread';
import { JobService } from './jobs/JobService';
import { LabJobs } from './jobs/LabJobs';
import { KubeConnections } from './kube/proxy/KubeConnections';
import { KubeService } from './kube/KubeService';
import { LabKube } from './kube/LabKube';
import {
  KubeconfigVault,
  CLUSTER_TIMEOUT_MS,
} from './kubeconfig/KubeconfigVault';
import type { KeyRing } from './kubeconfig/KeyRing';
import { LabService } from './labs/LabService';
import type { LabCatalog } from './labs/LabCatalog';
import { LabReconciler } from './lifecycle';
import { ChangeRate } from './throttling/ChangeRate';
import { LabLogs } from './logs/LabLogs';
import { LogService } from './logs/LogService';
import { LabMetrics } from './metrics/LabMetrics';
import type { LabNotifier } from './notifications/LabNotifier';
import type { TemporaryFiles } from './temporaryFiles/TemporaryFiles';

/** What labs are made of: what a portal has, and a test or a benchmark in its place. */
export interface LabsDependencies {
  readonly store: LabStore;
  readonly clusterStore: ClusterStore;
  readonly outputs: LabOutputs;
  readonly jobStore: LabJobStore;
  readonly imageStore: LabImageStore;
  readonly providers: LabProviders;
  readonly keyRing: KeyRing;
  readonly settings: LabSettings;
  readonly instanceId: string;
  readonly temporaryFiles: TemporaryFiles;
  readonly catalog: LabCatalog;
  readonly authorizer: Pick<LabAuthorizer, 'labsFor' | 'mayCreate'>;
  readonly auditor: AuditorService;
  readonly notifier: LabNotifier;
  readonly metrics: MetricsService;
  readonly logger: LoggerService;
  /** How the rights to running operations are checked again. */
  readonly watch?: WatchOptions;
  /** How many readers the stream of events has. */
  readonly readers: () => number;
  /** Called after each change, with the lab where a person made it. */
  readonly onChanged: (labId?: string) => void;
  readonly now?: () => Date;
}

/** Wires all that labs need, once for the plugin, its tests and its benchmarks. */
export function createLabs(given: LabsDependencies) {
  const { now = () => new Date() } = given;
  const leases = ClusterLeases.create(given);
  const deps = {
    ...given,
    now,
    clusters: Clusters.create({ ...given, leases }),
    leases,
  };
  const { store, clusters, logger, settings } = deps;
  const vault = new KubeconfigVault({
    ...deps,
    readFromCluster: lab =>
      clusters.of(lab).kubeconfig({
        signal: AbortSignal.timeout(CLUSTER_TIMEOUT_MS),
      }),
  });
  const listings = new ImageListings(deps);
  const jobs = new LabJobs({
    store: deps.jobStore,
    logger,
    now,
    onChanged: () => deps.onChanged(),
    handlers: {
      apply: {
        interrupted:
          'The portal was stopped while manifests were applied, and some may be applied already: apply them again.',
      },
      'images.import': importJobs({ ...deps, listings }),
      'images.spread': {
        interrupted:
          'The portal was stopped while images were imported into new nodes: it does that again by itself.',
      },
      'logs.export': {
        interrupted:
          'The portal was stopped while the logs were sent: download them again.',
      },
    },
  });
  const images = new LabImages({ ...deps, listings, jobs });
  const spread = new ImageSpread({ ...deps, images });
  const reconciler = LabReconciler.create({
    ...deps,
    metrics: new LabMetrics({
      metrics: deps.metrics,
      logger,
      source: {
        countByStatus: () => store.countByStatus(),
        readers: deps.readers,
      },
    }),
    onChanged: () => deps.onChanged(),
    onImagesDue: lab => void spread.look(lab),
  });
  const commands = new LabCommands(deps);
  const logs = new LabLogs(deps);
  const kube = new LabKube({
    connections: new KubeConnections(deps),
    logger,
  });
  const audit = new AuditTrail(deps);
  const shared = {
    ...deps,
    access: new Access({
      audit,
      gate: new LabGate(deps),
      assertCan: (lab, capability) => clusters.assertCan(lab, capability),
      watch: deps.watch,
    }),
    jobs,
    changes: ChangeRate.create(settings.changeRate),
  };
  return {
    labs: new LabService({ ...shared, vault }),
    commands: new CommandService({
      ...shared,
      commands,
      commandPolicy: CommandPolicy.create(settings.exec),
    }),
    apply: new ApplyService(shared),
    logs: new LogService({ ...shared, logs }),
    images: new ImageService({ ...shared, images }),
    kube: new KubeService({ ...shared, audit, kube }),
    jobs: new JobService(shared),
    jobWorker: jobs,
    reconciler,
    vault,
    /** Ends all running operations. */
    async stop(): Promise<void> {
      await Promise.all([
        commands.stop(),
        kube.stop(),
        logs.stop(),
        jobs.stop(),
        reconciler.stop(),
      ]);
      // Until here jobs need their places.
      deps.temporaryFiles.close();
    },
  };
}
