import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { LabStatus } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { parseLogs } from '../router/parseLogs';
import { LIVE, type LabActionTools } from './LabActionTools';
import { labInput, labOutput, statusInput } from './schemas';
import { MAX_WAIT_SECONDS, waitForLab } from './waitForLab';

const READ_ONLY = {
  readOnly: true,
  destructive: false,
  idempotent: true,
} as const;
const MAX_LABS = 200;
/** What an agent can read at once. */
const MAX_LINES = 2_000;
const DEFAULT_LINES = 200;
const MAX_LOG_CHARACTERS = 200_000;

/** Registers the actions that change nothing. */
export function registerReadActions(
  registry: ActionsRegistryService,
  tools: LabActionTools,
): void {
  const { labs, logs } = tools;

  registry.register({
    name: 'list-labs',
    title: 'List labs',
    description:
      'Lists the labs that you may see: ephemeral Kubernetes clusters with an owner and an end. The newest come first.',
    attributes: READ_ONLY,
    schema: {
      input: z =>
        z.object({
          owner: z
            .string()
            .optional()
            .describe('Only labs of this user or group, an entity ref.'),
          status: z
            .array(statusInput(z))
            .optional()
            .describe(
              'Only labs with one of these. All but DELETED unless given.',
            ),
          component: z
            .string()
            .optional()
            .describe('Only labs for this component, an entity ref.'),
          text: z
            .string()
            .optional()
            .describe('Only labs with this in their name or purpose.'),
        }),
      output: z =>
        z.object({
          labs: z.array(labOutput(z)),
          total: z.number().describe('How many there are, also beyond these.'),
        }),
    },
    examples: [
      { title: 'All labs', input: {} },
      {
        title: 'Labs of a team that failed',
        input: { owner: 'group:default/team-a', status: ['ERROR'] },
      },
    ],
    async action({ input, credentials }) {
      const caller = await tools.caller(credentials);
      const { items, totalItems } = await labs.list(
        {
          owners: input.owner === undefined ? undefined : [input.owner],
          statuses: (input.status as LabStatus[] | undefined) ?? LIVE,
          components:
            input.component === undefined ? undefined : [input.component],
          text: input.text,
          limit: MAX_LABS,
        },
        caller,
      );
      return {
        output: {
          labs: items.map(lab => tools.summary(lab)),
          total: totalItems,
        },
      };
    },
  });

  registry.register({
    name: 'get-lab',
    title: 'Get a lab',
    description:
      'Shows one lab: its status, its owner, and the time it has left.',
    attributes: READ_ONLY,
    schema: {
      input: z => z.object({ lab: labInput(z) }),
      output: z => z.object({ lab: labOutput(z) }),
    },
    examples: [{ title: 'By its name', input: { lab: 'demo' } }],
    async action({ input, credentials }) {
      const caller = await tools.caller(credentials);
      return {
        output: { lab: tools.summary(await tools.find(input.lab, caller)) },
      };
    },
  });

  registry.register({
    name: 'wait-for-lab',
    title: 'Wait for a lab',
    description: `Waits until a lab is RUNNING, or has another status, for ${MAX_WAIT_SECONDS} seconds at most, and answers early when it cannot get there any more. Making a lab takes half a minute to some minutes: call it again while "reached" is false and "final" is false.`,
    attributes: READ_ONLY,
    schema: {
      input: z =>
        z.object({
          lab: labInput(z),
          status: statusInput(z).default('RUNNING'),
          seconds: z.number().int().min(0).max(MAX_WAIT_SECONDS).default(20),
        }),
      output: z =>
        z.object({
          reached: z.boolean().describe('Whether it has the status.'),
          final: z
            .boolean()
            .describe('Whether it will not get there without being changed.'),
          lab: labOutput(z),
        }),
    },
    examples: [
      {
        title: 'Until it can be used',
        input: { lab: 'demo', status: 'RUNNING', seconds: 20 },
      },
    ],
    async action({ input, credentials }) {
      const caller = await tools.caller(credentials);
      const { id } = await tools.find(input.lab, caller, {
        orDeleted: input.status === 'DELETED',
      });
      const { lab, ...how } = await waitForLab(
        () => labs.get(id, caller),
        input.status as LabStatus,
        input.seconds * 1000,
      );
      return { output: { ...how, lab: tools.summary(lab) } };
    },
  });

  registry.register({
    name: 'get-lab-logs',
    title: 'Read logs of a lab',
    description:
      'Reads the end of one log: what was printed while the lab was made (also after that failed), the journal of a node, or what a container of a pod prints.',
    attributes: READ_ONLY,
    schema: {
      input: z =>
        z.object({
          lab: labInput(z),
          source: z.enum(['provisioning', 'node', 'pod']),
          node: z
            .string()
            .optional()
            .describe('For node, its name; the control plane unless given.'),
          unit: z
            .string()
            .optional()
            .describe('For node, kubelet or containerd; all unless given.'),
          namespace: z
            .string()
            .optional()
            .describe('For pod; default unless given.'),
          pod: z.string().optional().describe('For pod, its name.'),
          container: z
            .string()
            .optional()
            .describe('For pod; its first one unless given.'),
          previous: z
            .boolean()
            .optional()
            .describe('For pod, from before the last restart.'),
          lines: z.number().int().min(1).max(MAX_LINES).default(DEFAULT_LINES),
          since: z
            .string()
            .optional()
            .describe('Only what was written in this time, such as 10m.'),
        }),
      output: z =>
        z.object({
          text: z.string(),
          truncated: z
            .boolean()
            .describe('Whether some of it was left out, being too long.'),
        }),
    },
    examples: [
      {
        title: 'Why a lab failed to start',
        input: { lab: 'demo', source: 'provisioning', lines: 200 },
      },
      {
        title: 'A pod',
        input: { lab: 'demo', source: 'pod', pod: 'web', lines: 50 },
      },
    ],
    async action({ input, credentials }) {
      const caller = await tools.caller(credentials);
      const { lab, lines, previous, ...query } = input;
      const request = parseLogs({
        ...query,
        tail: String(lines),
        previous: previous === undefined ? undefined : String(previous),
      });
      const { id } = await tools.find(lab, caller);
      // Nothing tells when the caller has left.
      const signal = AbortSignal.timeout(MAX_WAIT_SECONDS * 1000);
      let text = '';
      let truncated = false;
      await logs.read(id, request, caller, {
        signal,
        onText: piece => {
          const all = text + piece;
          truncated ||= all.length > MAX_LOG_CHARACTERS;
          text = all.slice(-MAX_LOG_CHARACTERS);
        },
      });
      return { output: { text, truncated: truncated || signal.aborted } };
    },
  });
}
