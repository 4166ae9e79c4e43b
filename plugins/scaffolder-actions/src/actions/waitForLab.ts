import { AWAITED_LAB_STATUSES } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { labIdInput, readLabId, timeoutInput } from '../labs/labId';
import { readTimeout } from '../tasks/TimeLimit';
import { waitForLab } from '../labs/waitForLab';
import type { ActionDeps } from './ActionDeps';
import { examplesOf } from './examples';
import { DRY_RUN_LAB, labOutput, writeLabOutput } from './labOutput';

const DEFAULT_TIMEOUT = '30m';

export function createWaitAction({ access, pause }: ActionDeps) {
  return createTemplateAction({
    id: 'pyk8s-lab:wait',
    description:
      'Waits until a lab is RUNNING, PAUSED or DELETED, and tells how it gets there.',
    examples: examplesOf('pyk8s-lab:wait', [
      {
        description: 'Until a lab can be used',
        id: 'wait',
        name: 'Wait for the lab',
        input: { id: '${{ steps.lab.output.id }}', timeout: '15m' },
      },
      {
        description: 'Until nothing is left of a lab',
        id: 'wait',
        name: 'Wait until the lab is deleted',
        input: { id: '${{ parameters.lab }}', for: 'DELETED' },
      },
    ]),
    supportsDryRun: true,
    schema: {
      input: {
        id: labIdInput,
        for: z =>
          z
            .enum(AWAITED_LAB_STATUSES, {
              description: 'What to wait for; RUNNING unless given.',
            })
            .optional(),
        timeout: timeoutInput(
          `How long to wait at most; ${DEFAULT_TIMEOUT} unless given`,
        ),
      },
      output: labOutput,
    },
    async handler(ctx) {
      const { for: awaited = 'RUNNING' } = ctx.input;
      const timeout = ctx.input.timeout || DEFAULT_TIMEOUT;
      const id = readLabId(ctx.input.id);
      const timeoutMs = readTimeout(timeout);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Dry run: would wait ${timeout} at most until lab ${id} is ${awaited}`,
        );
        await writeLabOutput(ctx, access, {
          ...DRY_RUN_LAB,
          id,
          status: awaited,
        });
        return;
      }
      const lab = await waitForLab(signal => access.labsOf(ctx, signal), {
        id,
        awaited,
        timeout,
        timeoutMs,
        logger: ctx.logger,
        cancelled: ctx.signal,
        pageOf: seen => access.pageOf(seen),
        pause,
      });
      await writeLabOutput(ctx, access, lab);
    },
  });
}
