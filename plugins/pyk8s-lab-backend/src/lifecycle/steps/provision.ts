import { toError } from '@backstage/errors';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ProvisioningError } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { LabRecord } from '../../database';
import { OutputWriter } from '../OutputWriter';
import { phaseBegins } from '../progress';
import { becomeRunning } from './becomeRunning';
import type { StepTools } from './StepTools';

/**
 * Makes the cluster. It looks before it acts: a cluster that is ready is
 * adopted, one that is half made is removed and made again.
 */
export async function provision(
  lab: LabRecord,
  tools: StepTools,
): Promise<LabRecord> {
  const { cluster, settings, logger, phases } = tools;
  const output = OutputWriter.create({ ...tools, lab });
  const timeoutMs = settings.provisioning.timeoutSeconds * 1000;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([tools.signal, timeout]);
  try {
    let check = await cluster.check({ signal });
    // A lab that begins from the start has nothing yet: what is there is what
    // people have asked to make anew.
    const hasBegun = lab.phases.length > 0 || lab.attempt > 1;
    if (check && !(check.ready && hasBegun)) {
      logger.info('Removing an earlier cluster before creating it again');
      output.line('Removing an earlier cluster before creating it again');
      await cluster.destroy({ signal, logger });
      check = undefined;
    }
    if (!check) {
      await cluster.create({
        signal,
        logger,
        onPhase: phase =>
          phases.write(current => phaseBegins(current, phase, tools.now())),
        onOutput: line => {
          logger.debug(line);
          output.line(line);
        },
      });
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
    // Whoever follows knows by the status that no more comes.
    await output.end();
    return await becomeRunning(
      lab,
      check,
      kubeconfig,
      { type: 'lab.running', message: 'The cluster is ready.' },
      tools,
    );
  } catch (error) {
    output.lastLine(
      tools.signal.aborted
        ? 'Interrupted'
        : `Failed: ${toError(error).message}`,
    );
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
