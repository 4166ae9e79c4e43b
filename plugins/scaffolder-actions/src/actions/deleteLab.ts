import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { explainFailure } from '../labs/explainFailure';
import { labIdInput, readLabId, timeoutInput } from '../labs/labId';
import { readTimeout } from '../tasks/TimeLimit';
import { waitForLab } from '../labs/waitForLab';
import type { ActionDeps } from './ActionDeps';
import { examplesOf } from './examples';

const DEFAULT_TIMEOUT = '10m';

export function createDeleteAction({ access, pause }: ActionDeps) {
  return createTemplateAction({
    id: 'pyk8s-lab:delete',
    description: 'Deletes a lab. Deleting a deleted lab is not an error.',
    examples: examplesOf('pyk8s-lab:delete', [
      {
        description: 'When the template is done with its lab',
        id: 'delete',
        name: 'Delete the lab',
        input: { id: '${{ steps.lab.output.id }}' },
      },
      {
        description: 'Only when another step has failed',
        id: 'clean-up',
        name: 'Delete the lab of this failed run',
        if: '${{ failure() and steps.lab.output.id }}',
        input: { id: '${{ steps.lab.output.id }}' },
      },
      {
        description: 'Until nothing is left of it',
        id: 'delete',
        name: 'Delete the lab',
        input: { id: '${{ parameters.lab }}', wait: true, timeout: '5m' },
      },
    ]),
    supportsDryRun: true,
    schema: {
      input: {
        id: labIdInput,
        wait: z =>
          z
            .boolean({
              description:
                'Whether to wait until nothing is left of it; no unless given.',
            })
            .optional(),
        timeout: timeoutInput(
          `How long to wait at most; ${DEFAULT_TIMEOUT} unless given`,
        ),
      },
    },
    async handler(ctx) {
      const { wait = false } = ctx.input;
      const timeout = ctx.input.timeout || DEFAULT_TIMEOUT;
      const id = readLabId(ctx.input.id);
      const timeoutMs = readTimeout(timeout);
      if (ctx.isDryRun) {
        ctx.logger.info(`Dry run: would delete lab ${id}`);
        return;
      }
      try {
        const lab = await access.labsOf(ctx, ctx.signal).deleteLab(id);
        ctx.logger.info(
          lab.status === 'DELETED'
            ? `Lab ${lab.name} had been deleted already`
            : `Lab ${lab.name} is being deleted`,
        );
      } catch (error) {
        throw explainFailure(`Lab ${id} was not deleted`, error);
      }
      if (wait) {
        await waitForLab(signal => access.labsOf(ctx, signal), {
          id,
          awaited: 'DELETED',
          timeout,
          timeoutMs,
          logger: ctx.logger,
          cancelled: ctx.signal,
          pageOf: lab => access.pageOf(lab),
          pause,
        });
      }
    },
  });
}
