import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  formatDuration,
  type LabCondition,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  ProvisioningError,
  type ClusterCheck,
  type ClusterRef,
  type LabProvider,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabSettings } from '../config';
import type { LabRecord, LabStore } from '../database';
import { serverOf, type KeyRing } from '../kubeconfig';
import { expiryOnceRunning } from './expiry';
import { finished, phaseBegins } from './progress';
import type { PhaseWriter } from './PhaseWriter';

/** What a step works with. The lab is claimed by `holder`. */
export interface StepTools {
  readonly store: LabStore;
  readonly provider: LabProvider;
  readonly keyRing: KeyRing;
  readonly settings: LabSettings;
  readonly logger: LoggerService;
  readonly holder: string;
  readonly ref: ClusterRef;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly phases: PhaseWriter;
}

/** How long DNS may take after RUNNING before it counts as failed. */
const SETTLING_MS = 120_000;
const INSPECT_AGAIN_MS = 2_000;

/** Marks a lab whose time is over; from then on it is wanted deleted. */
export async function expire(
  lab: LabRecord,
  { store, holder, now }: StepTools,
): Promise<LabRecord> {
  return store.change(
    lab.id,
    now(),
    current =>
      // It may have been extended since the decision.
      current.expiresAt > now()
        ? undefined
        : {
            set: {
              desired: 'deleted',
              status: 'DELETING',
              statusMessage: 'Its time is over.',
            },
            events: [{ type: 'lab.expired', message: 'Its time is over.' }],
          },
    { holder },
  );
}

/** Removes the cluster, and says DELETED once the provider has nothing left. */
export async function destroy(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { store, provider, ref, signal, logger, holder, now } = tools;
  if (lab.status !== 'DELETING') {
    await store.change(
      lab.id,
      now(),
      () => ({ set: { status: 'DELETING', statusMessage: '' } }),
      { holder },
    );
  }
  await provider.destroy(ref, { signal, logger });
  return store.change(
    lab.id,
    now(),
    current => ({
      set: {
        status: 'DELETED',
        statusMessage: '',
        deletedAt: now(),
        phase: undefined,
        phaseStartedAt: undefined,
        nodes: current.nodes.map(node => ({ ...node, state: 'deleted' })),
        conditions: {},
        kubeconfig: undefined,
        endpoint: undefined,
        nextAttemptAt: undefined,
        failures: 0,
      },
      events: [{ type: 'lab.deleted', message: 'The lab is deleted.' }],
    }),
    { holder },
  );
}

/**
 * Makes the cluster. It looks before it acts: a cluster that is ready is
 * adopted, one that is half made is removed and made again.
 */
export async function provision(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { provider, ref, settings, logger, phases } = tools;
  const timeoutMs = settings.provisioning.timeoutSeconds * 1000;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([tools.signal, timeout]);
  try {
    let check = await provider.check(ref, lab.spec, { signal });
    if (check && !check.ready) {
      logger.info('Removing a half-made cluster before making it again');
      await provider.destroy(ref, { signal, logger });
      check = undefined;
    }
    if (!check) {
      await provider.create(ref, lab.spec, {
        signal,
        logger,
        onPhase: phase =>
          phases.write(current => phaseBegins(current, phase, tools.now())),
        onOutput: line => logger.debug(line),
      });
      await phases.settled();
      check = await provider.check(ref, lab.spec, { signal });
    }
    if (!check?.ready) {
      throw new ProvisioningError(
        `The cluster was made, but is not ready: ${
          check?.waitingFor ?? 'it is gone'
        }.`,
      );
    }
    const kubeconfig = await provider.kubeconfig(ref, { signal });
    return await becomeRunning(lab, check, kubeconfig, tools);
  } catch (error) {
    if (timeout.aborted && !tools.signal.aborted) {
      const phase = (await tools.store.get(lab.id))?.phase;
      throw new ProvisioningError(
        `The cluster was not ready within ${formatDuration(
          settings.provisioning.timeoutSeconds,
        )}${phase ? `: it was in the phase "${phase}"` : ''}.`,
      );
    }
    throw error;
  }
}

async function becomeRunning(
  lab: LabRecord,
  check: ClusterCheck,
  kubeconfig: string,
  { store, keyRing, holder, now }: StepTools,
): Promise<LabRecord> {
  const instant = now();
  return store.change(
    lab.id,
    instant,
    current => {
      if (current.desired !== 'running') {
        return undefined;
      }
      const runningAt = current.runningAt ?? instant;
      return {
        set: {
          status: 'RUNNING',
          statusMessage: '',
          runningAt,
          expiresAt: expiryOnceRunning(runningAt, current.ttlSeconds),
          phase: undefined,
          phaseStartedAt: undefined,
          phases: finished(current.phases, instant),
          progress: 1,
          failures: 0,
          nodes: check.nodes,
          conditions: Object.fromEntries(
            Object.entries(check.conditions).map(([name, condition]) => [
              name,
              // What could not be found out is looked at again.
              condition.status === 'unknown'
                ? { ...condition, status: 'pending' as const }
                : condition,
            ]),
          ),
          serverVersion: check.serverVersion,
          endpoint: serverOf(kubeconfig),
          kubeconfig: keyRing.encrypt(lab.id, kubeconfig),
        },
        events: [{ type: 'lab.running', message: 'The cluster is ready.' }],
      };
    },
    { holder },
  );
}

/**
 * Looks how the conditions of a running lab are, such as DNS, which follows some
 * seconds after RUNNING by itself.
 */
export async function inspect(
  lab: LabRecord,
  { store, provider, ref, signal, holder, now }: StepTools,
): Promise<LabRecord> {
  const check = await provider.check(ref, lab.spec, { signal });
  const instant = now();
  const overdue =
    instant.getTime() - (lab.runningAt ?? lab.createdAt).getTime() >
    SETTLING_MS;
  const conditions: Record<string, LabCondition> = Object.fromEntries(
    Object.entries(check?.conditions ?? {}).map(([name, condition]) => [
      name,
      condition.status === 'ok' || condition.status === 'failed'
        ? condition
        : { ...condition, status: overdue ? 'failed' : 'pending' },
    ]),
  );
  return store.change(
    lab.id,
    instant,
    current => {
      if (current.status !== 'RUNNING') {
        return undefined;
      }
      const again = new Date(instant.getTime() + INSPECT_AGAIN_MS);
      const settled = Object.entries(conditions).filter(
        ([name, { status }]) =>
          status !== 'pending' && current.conditions[name]?.status !== status,
      );
      if (settled.length === 0) {
        return {
          set: { nextAttemptAt: again, failures: 0, statusMessage: '' },
        };
      }
      return {
        set: {
          conditions,
          nodes: check?.nodes ?? current.nodes,
          nextAttemptAt: again,
          failures: 0,
          statusMessage: '',
        },
        events: settled.map(([name, { status, message }]) => ({
          type: 'lab.condition',
          message,
          data: { condition: name, status },
        })),
      };
    },
    { holder },
  );
}
