import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { toError } from '@backstage/errors';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { pack } from 'tar-stream';
import { parseApply } from '../apply/ApplyRequest';
import type { LabActionTools } from './LabActionTools';
import { labInput } from './schemas';
import { MAX_WAIT_SECONDS } from './waitForLab';

const FILE = 'manifests.yaml';

/** Registers the action that applies manifests. */
export function registerApplyAction(
  registry: ActionsRegistryService,
  tools: LabActionTools,
): void {
  registry.register({
    name: 'apply-to-lab',
    title: 'Apply manifests to a lab',
    description: `Applies Kubernetes manifests to a lab that is RUNNING, as "kubectl apply" does, and waits for ${MAX_WAIT_SECONDS} seconds at most until they are rolled out. With status RUNNING the job continues: exec-in-lab shows how far the rollout is.`,
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          lab: labInput(z),
          manifests: z.string().min(1).describe('YAML or JSON, any number.'),
          namespace: z
            .string()
            .optional()
            .describe(
              'Of objects that name none; it is created if it does not exist.',
            ),
          serverSide: z
            .boolean()
            .default(true)
            .describe(
              'Apply on the server. Choose false for lists with duplicate entries.',
            ),
        }),
      output: z =>
        z.object({
          jobId: z.string(),
          status: z.string().describe('RUNNING, SUCCEEDED or FAILED.'),
          message: z
            .string()
            .describe('What was applied, or what is wrong and what to do.'),
        }),
    },
    examples: [
      {
        title: 'A namespace',
        input: {
          lab: 'demo',
          manifests: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}',
          serverSide: true,
        },
      },
    ],
    async action({ input, credentials }) {
      const caller = await tools.caller(credentials);
      const { id } = await tools.find(input.lab, caller);
      const archive = pack();
      archive.entry({ name: FILE }, input.manifests);
      archive.finalize();
      const serverSide = String(input.serverSide);
      const { job, done } = await tools.apply.apply(
        id,
        parseApply({
          path: FILE,
          namespace: input.namespace,
          serverSide,
          forceConflicts: serverSide,
        }),
        Readable.from(archive),
        caller,
        {},
      );
      const end = await Promise.race([
        done.then(
          ({ message }) => ({ status: 'SUCCEEDED', message }),
          error => ({ status: 'FAILED', message: toError(error).message }),
        ),
        delay(MAX_WAIT_SECONDS * 1_000, undefined, { ref: false }),
      ]);
      return {
        output: {
          jobId: job.id,
          ...(end ?? { status: 'RUNNING', message: job.message }),
        },
      };
    },
  });
}
