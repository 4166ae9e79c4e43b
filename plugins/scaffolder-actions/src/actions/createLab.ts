import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  parseDuration,
  type CreateLabRequest,
  type Lab,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ensureLab } from '../labs/ensureLab';
import { LabCleanup } from '../labs/LabCleanup';
import { labNameFor } from '../labs/labName';
import { explainFailure } from '../labs/explainFailure';
import { cancelledError, readTimeout } from '../tasks/TimeLimit';
import { StepRun } from '../tasks/StepRun';
import { waitForLab } from '../labs/waitForLab';
import type { ActionDeps } from './ActionDeps';
import { examples } from './createLab.examples';
import {
  createLabInput,
  DEFAULT_TIMEOUT,
  pickRequest,
} from './createLab.input';
import { DRY_RUN_LAB, labOutput, writeLabOutput } from './labOutput';

export function createLabAction({ access, taskEnds, pause }: ActionDeps) {
  return createTemplateAction({
    id: 'pyk8s-lab:create',
    description:
      'Creates a lab, an ephemeral Kubernetes cluster, for the person who runs the template, and waits until it can be used.',
    examples,
    supportsDryRun: true,
    schema: {
      input: createLabInput,
      output: labOutput,
    },
    async handler(ctx) {
      const { wait = true } = ctx.input;
      const timeout = ctx.input.timeout || DEFAULT_TIMEOUT;
      const { name, namePrefix, keepOnFailure = false, ...given } = ctx.input;
      const timeoutMs = readTimeout(timeout);
      if (given.ttl) {
        parseDuration(given.ttl);
      }
      const run = StepRun.enter(ctx);
      const request: CreateLabRequest = {
        ...pickRequest(given),
        name: labNameFor(
          name,
          [namePrefix, given.purpose, ctx.templateInfo?.entity?.metadata.name],
          run.key('name'),
        ),
      };
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Dry run: would create lab ${request.name} with ${JSON.stringify(
            request,
          )}${wait ? `, and wait ${timeout} at most until it is RUNNING` : ''}`,
        );
        await writeLabOutput(ctx, access, {
          ...DRY_RUN_LAB,
          name: request.name,
        });
        return;
      }

      // Not aborted when the task is cancelled: the id of a requested lab must be known
      // to delete it.
      const labs = access.labsOf(ctx);
      const cleanup = LabCleanup.create({
        labs,
        logger: ctx.logger,
        keep: keepOnFailure,
        run: taskEnds.follow(ctx.task.id),
      });
      const waitFor = (lab: Lab, awaited: 'RUNNING' | 'DELETED') =>
        waitForLab(signal => access.labsOf(ctx, signal), {
          id: lab.id,
          awaited,
          timeout,
          timeoutMs,
          logger: ctx.logger,
          cancelled: ctx.signal,
          pageOf: seen => access.pageOf(seen),
          pause,
        });

      if (ctx.signal?.aborted) {
        throw cancelledError(' before a lab was requested.');
      }
      let made: Lab | undefined;
      const ensured = await ensureLab(labs, {
        request,
        run,
        pause,
        checkpoint: options => ctx.checkpoint(options),
        untilDeleted: deleted => waitFor(deleted, 'DELETED'),
        onMade: answered => {
          made = answered;
        },
      }).catch(async error => {
        if (!made) {
          throw explainFailure(`Lab ${request.name} was not created`, error);
        }
        await cleanup.delete(made);
        throw explainFailure(
          `Lab ${made.name} was created, and this run could not continue with it`,
          error,
        );
      });
      const { isFromBefore } = ensured;
      let lab: Lab = ensured.lab;
      ctx.logger.info(
        isFromBefore
          ? `Lab ${
              lab.name
            } exists from an earlier run of this task: ${access.pageOf(lab)}`
          : `Lab ${lab.name} is requested: ${access.pageOf(lab)}`,
      );
      if (hasRun(lab)) {
        cleanup.keep();
      }
      try {
        if (lab.status === 'PAUSED' || lab.status === 'PAUSING') {
          throw new Error(
            `Lab ${lab.name} is ${
              lab.status
            }: resume it on its page, and retry the task. ${access.pageOf(
              lab,
            )}`,
          );
        }
        if (isFromBefore && lab.status === 'ERROR') {
          lab = await labs.retryLab(lab.id);
          ctx.logger.info(`Lab ${lab.name} was in ERROR and is recreated.`);
        }
        if (wait) {
          lab = await waitFor(lab, 'RUNNING');
        } else if (ctx.signal?.aborted) {
          throw cancelledError(` while lab ${lab.name} was requested.`);
        }
        await writeLabOutput(ctx, access, lab);
      } catch (error) {
        await cleanup.delete(lab);
        throw error;
      }
      cleanup.deleteUnlessDone(lab, ctx.signal);
    },
  });
}

/** Whether it ran in an earlier run of the task, so that people may work in it. */
function hasRun({ status, runningAt }: Lab): boolean {
  return (
    ['RUNNING', 'PAUSING', 'PAUSED', 'RESUMING'].includes(status) ||
    (runningAt !== undefined && status !== 'ERROR')
  );
}
