import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  readKubeconfig,
  writeKubeconfig,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { redactKubeconfig } from '../kubeconfig/redactions';
import { writeSecretFile } from '../kubeconfig/writeSecretFile';
import { explainFailure } from '../labs/explainFailure';
import { labIdInput, readLabId } from '../labs/labId';
import type { ActionDeps } from './ActionDeps';
import { examplesOf } from './examples';

const DEFAULT_PATH = 'kubeconfig';

export function createFetchKubeconfigAction({ access }: ActionDeps) {
  return createTemplateAction({
    id: 'pyk8s-lab:fetch-kubeconfig',
    description:
      'Writes the kubeconfig of a lab into a file of the workspace, for actions after it. Keep the file out of what a template publishes.',
    examples: examplesOf('pyk8s-lab:fetch-kubeconfig', [
      {
        description: 'For an action that works in the cluster',
        id: 'kubeconfig',
        name: 'Fetch the kubeconfig',
        input: {
          id: '${{ steps.lab.output.id }}',
          path: '.kube/config',
        },
      },
      {
        description: 'One that can only look',
        id: 'kubeconfig',
        name: 'Fetch the kubeconfig',
        input: { id: '${{ steps.lab.output.id }}', for: 'viewer' },
      },
    ]),
    supportsDryRun: true,
    schema: {
      input: {
        id: labIdInput,
        path: z =>
          z
            .string({
              description: `Where in the workspace; ${DEFAULT_PATH} unless given.`,
            })
            .optional(),
        for: z =>
          z
            .enum(['owner', 'viewer'], {
              description:
                'Whose: that of the owner may do everything, that of a viewer can look at everything but secrets. The owner’s unless given.',
            })
            .optional(),
      },
      output: {
        path: z =>
          z.string({ description: 'Where in the workspace the file is.' }),
      },
    },
    async handler(ctx) {
      const { for: whom = 'owner' } = ctx.input;
      const path = ctx.input.path || DEFAULT_PATH;
      const id = readLabId(ctx.input.id);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Dry run: would write the ${whom}’s kubeconfig of lab ${id} to ${path}`,
        );
        ctx.output('path', path);
        return;
      }
      const labs = access.labsOf(ctx, ctx.signal);
      const [received, { name }] = await Promise.all([
        labs.getKubeconfig(id, { for: whom }),
        labs.getLab(id),
      ]).catch(error => {
        throw explainFailure(
          `The kubeconfig of lab ${id} was not fetched`,
          error,
        );
      });
      const cluster = readKubeconfig(received);
      // Composed from known fields: later steps pass the file to programs that would
      // run what `exec` names.
      const context =
        whom === 'viewer' ? `kind-${name}-viewer` : `kind-${name}`;
      const kubeconfig = writeKubeconfig(cluster, {
        cluster: context,
        user: context,
      });
      redactKubeconfig(ctx.logger, received, cluster);
      redactKubeconfig(ctx.logger, kubeconfig, cluster);
      await writeSecretFile(ctx.workspacePath, path, kubeconfig);
      ctx.logger.info(`The ${whom}’s kubeconfig of lab ${id} is in ${path}`);
      ctx.output('path', path);
    },
  });
}
