import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { labCreatePermission } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { LabActionTools } from './LabActionTools';
import { labInput, labOutput } from './schemas';
import { MAX_WAIT_SECONDS } from './waitForLab';

/** Registers the actions that make, change or end labs, or what is in them. */
export function registerChangeActions(
  registry: ActionsRegistryService,
  tools: LabActionTools,
): void {
  const { labs, commands } = tools;

  registry.register({
    name: 'create-lab',
    title: 'Create a lab',
    description:
      'Creates a lab: an ephemeral Kubernetes cluster that is deleted when it expires. It answers at once, with the status QUEUED; wait-for-lab tells when it is RUNNING and can be used.',
    attributes: { readOnly: false, destructive: false, idempotent: false },
    visibilityPermission: labCreatePermission,
    schema: {
      input: z =>
        z.object({
          name: z
            .string()
            .describe(
              'Lower-case letters, digits and "-", 63 at most; one lab of an owner has it at a time.',
            ),
          ttl: z
            .string()
            .optional()
            .describe(
              'How long it lives from being RUNNING on, such as 2h or 90m; the portal has a default and bounds.',
            ),
          owner: z
            .string()
            .optional()
            .describe(
              'You, or one of your groups, as an entity ref. You unless given.',
            ),
          kubernetesVersion: z
            .string()
            .optional()
            .describe('Such as v1.34.4; the portal’s default unless given.'),
          workers: z
            .number()
            .int()
            .min(0)
            .optional()
            .describe('Nodes beside the control plane; none unless given.'),
          purpose: z
            .string()
            .max(500)
            .optional()
            .describe('What it is for, in a sentence.'),
          component: z
            .string()
            .max(500)
            .optional()
            .describe(
              'The component of the catalog that it is for, an entity ref such as component:default/checkout.',
            ),
        }),
      output: z => z.object({ lab: labOutput(z) }),
    },
    examples: [
      {
        title: 'A lab for an hour',
        input: { name: 'demo', ttl: '1h', purpose: 'Try the new chart' },
      },
    ],
    async action({ input, credentials }) {
      const caller = await tools.caller(credentials);
      return {
        output: { lab: tools.summary(await labs.create(input, caller)) },
      };
    },
  });

  registry.register({
    name: 'extend-lab',
    title: 'Extend a lab',
    description:
      'Gives a lab more time before it is deleted, up to the most that the portal lets a lab live.',
    attributes: { readOnly: false, destructive: false, idempotent: false },
    schema: {
      input: z =>
        z.object({
          lab: labInput(z),
          by: z.string().describe('How much longer, such as 1h.'),
        }),
      output: z => z.object({ lab: labOutput(z) }),
    },
    examples: [{ title: 'By an hour', input: { lab: 'demo', by: '1h' } }],
    async action({ input, credentials }) {
      const caller = await tools.caller(credentials);
      const { id } = await tools.find(input.lab, caller);
      const lab = await labs.update(id, { extendBy: input.by }, caller);
      return { output: { lab: tools.summary(lab) } };
    },
  });

  registry.register({
    name: 'exec-in-lab',
    title: 'Run a command in a lab',
    description: `Runs a command, such as "kubectl get pods -A", in a lab that is RUNNING, as the administrator of its cluster, for ${MAX_WAIT_SECONDS} seconds at most. No shell runs it: there are no pipes, variables or redirections. A command that fails is answered with its exit code. It is recorded in the lab's activity.`,
    attributes: { readOnly: false, destructive: true, idempotent: false },
    schema: {
      input: z =>
        z.object({
          lab: labInput(z),
          command: z
            .string()
            .optional()
            .describe('A program and its arguments, quoted as for a shell.'),
          argv: z
            .array(z.string())
            .min(1)
            .optional()
            .describe(
              'The program and its arguments as a list, in place of "command".',
            ),
          input: z
            .string()
            .optional()
            .describe(
              'What it reads from its standard input, such as manifests for "kubectl apply -f -".',
            ),
          seconds: z
            .number()
            .int()
            .min(1)
            .max(MAX_WAIT_SECONDS)
            .default(20)
            .describe('When it is ended.'),
        }),
      output: z =>
        z.object({
          output: z
            .string()
            .describe('What it printed to its standard output.'),
          error: z.string().describe('What it printed to its standard error.'),
          exitCode: z.number(),
          durationMs: z.number(),
          truncated: z.boolean().describe('Whether some of it was left out.'),
          timedOut: z.boolean().describe('Whether it was ended.'),
        }),
    },
    examples: [
      {
        title: 'What runs',
        input: { lab: 'demo', command: 'kubectl get pods -A', seconds: 20 },
      },
    ],
    async action({ input, credentials }) {
      const caller = await tools.caller(credentials);
      const { id } = await tools.find(input.lab, caller);
      const result = await commands.exec(
        id,
        {
          command: input.command,
          argv: input.argv,
          input: input.input,
          timeout: `${input.seconds}s`,
        },
        caller,
        { signal: AbortSignal.timeout((input.seconds + 5) * 1000) },
      );
      return { output: result };
    },
  });

  registry.register({
    name: 'delete-lab',
    title: 'Delete a lab',
    description:
      'Deletes a lab and everything in it before it expires. It answers at once; deleting a lab that is already being deleted is not an error.',
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z => z.object({ lab: labInput(z) }),
      output: z => z.object({ lab: labOutput(z) }),
    },
    examples: [{ title: 'By its name', input: { lab: 'demo' } }],
    async action({ input, credentials }) {
      const caller = await tools.caller(credentials);
      const { id } = await tools.find(input.lab, caller, { orDeleted: true });
      return {
        output: { lab: tools.summary(await labs.delete(id, caller)) },
      };
    },
  });
}
