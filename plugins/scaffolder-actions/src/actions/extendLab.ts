import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  formatDuration,
  parseDuration,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { explainFailure } from '../labs/explainFailure';
import { labIdInput, readLabId } from '../labs/labId';
import { StepRun } from '../tasks/StepRun';
import type { ActionDeps } from './ActionDeps';
import { examplesOf } from './examples';

export function createExtendAction({ access }: ActionDeps) {
  return createTemplateAction({
    id: 'pyk8s-lab:extend',
    description: 'Gives a lab more time, within its maximum lifetime.',
    examples: examplesOf('pyk8s-lab:extend', [
      {
        description: 'An hour more',
        id: 'extend',
        name: 'Extend the lab',
        input: { id: '${{ steps.lab.output.id }}', by: '1h' },
      },
    ]),
    supportsDryRun: true,
    schema: {
      input: {
        id: labIdInput,
        by: z =>
          z.string({ description: 'How much longer, such as 30m or 1h.' }),
      },
      output: {
        expiresAt: z =>
          z.string({
            description: 'When the lab is deleted now (ISO 8601, UTC).',
          }),
      },
    },
    async handler(ctx) {
      const id = readLabId(ctx.input.id);
      const by = formatDuration(parseDuration(ctx.input.by));
      if (ctx.isDryRun) {
        ctx.logger.info(`Dry run: would extend lab ${id} by ${by}`);
        ctx.output('expiresAt', new Date().toISOString());
        return;
      }
      try {
        // Otherwise each retry of the task would extend the lab again.
        const { expiresAt } = await ctx.checkpoint({
          key: StepRun.enter(ctx).checkpoint(`extended-${id}`),
          fn: async () => {
            const labs = access.labsOf(ctx, ctx.signal);
            const lab = await labs.updateLab(id, { extendBy: by });
            return { expiresAt: lab.expiresAt ?? '' };
          },
        });
        ctx.logger.info(`Lab ${id} lives until ${expiresAt}`);
        ctx.output('expiresAt', expiresAt);
      } catch (error) {
        throw explainFailure(`Lab ${id} was not extended`, error);
      }
    },
  });
}
