import { toError } from '@backstage/errors';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  boundedText,
  ProvisioningError,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord } from '../../database';
import { isBusy } from '../errors';
import { OutputWriter } from '../OutputWriter';
import { phaseBegins } from '../transitions/phases';
import { becomeRunning } from './becomeRunning';
import { write, type StepTools } from './StepTools';

/**
 * Creates the cluster. It looks before it acts: a cluster that is ready is adopted,
 * one that is not is removed and created again. What is left of an earlier cluster is
 * removed first, so that the lab's new one has its room.
 */
export async function provision(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { clusters, settings, logger, phases } = tools;
  const output = OutputWriter.create({ ...tools, lab });
  const timeoutMs = settings.provisioning.timeoutSeconds * 1000;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([tools.signal, timeout]);
  const remove = (of: LabRecord) =>
    tools.changing(of, (earlier, limited) => {
      logger.info('Removing an earlier cluster before creating it again');
      output.line('Removing an earlier cluster before creating it again');
      return earlier.destroy({
        signal: AbortSignal.any([limited, timeout]),
        logger,
      });
    });
  try {
    const next = await withCluster(lab, tools, remove);
    const cluster = clusters.of(next);
    const planned = cluster.phases;
    let check = await cluster.check({ signal });
    if (check && !check.ready) {
      await remove(next);
      check = undefined;
    }
    if (!check) {
      await tools.changing(next, (created, limited) =>
        created.create({
          signal: AbortSignal.any([limited, timeout]),
          logger,
          onPhase: phase => {
            if (!planned.some(({ name }) => name === phase)) {
              logger.warn(
                `The provider ${
                  lab.provider
                } has started a phase that it does not list: ${boundedText(
                  phase,
                  100,
                )}`,
              );
              return;
            }
            phases.write(current =>
              phaseBegins(current, phase, planned, tools.now()),
            );
          },
          onOutput: line => {
            logger.debug(line);
            output.line(line);
          },
        }),
      );
      await phases.settled();
      check = await cluster.check({ signal });
    }
    if (!check?.ready) {
      throw new ProvisioningError(
        `The cluster was created, but is not ready: ${
          check?.waitingFor ?? 'it no longer exists'
        }.`,
      );
    }
    const kubeconfig = await cluster.kubeconfig({ signal });
    output.lastLine('The cluster is ready');
    // The status tells readers that the output has ended.
    await output.end();
    return await becomeRunning(
      lab,
      check,
      kubeconfig,
      { type: 'lab.running', message: 'The cluster is ready.' },
      tools,
    );
  } catch (error) {
    // It waits for its turn, which may be many times.
    if (!isBusy(error)) {
      output.lastLine(
        tools.signal.aborted
          ? 'Interrupted'
          : `Failed: ${toError(error).message}`,
      );
    }
    if (timeout.aborted && !tools.signal.aborted) {
      const phase = (await tools.store.get(lab.id))?.phase;
      throw new ProvisioningError(
        `The cluster was not ready within ${formatDuration(
          settings.provisioning.timeoutSeconds,
        )}${phase ? `: it was in the phase "${phase}"` : ''}.`,
      );
    }
    throw error;
  } finally {
    await output.end();
  }
}

/** The lab with the cluster that it is to have, and without an earlier one. */
async function withCluster(
  lab: LabRecord,
  tools: StepTools,
  remove: (lab: LabRecord) => Promise<void>,
): Promise<LabRecord> {
  const state = lab.cluster?.state;
  if (state === 'provisioning' || state === 'ready') {
    return lab;
  }
  if (state !== undefined && state !== 'gone') {
    await remove(lab);
    await write(lab, tools, () => ({ set: {}, cluster: 'gone' }));
  }
  return write(lab, tools, current => ({
    set: {},
    cluster: { add: tools.clusters.next(current) },
  }));
}
