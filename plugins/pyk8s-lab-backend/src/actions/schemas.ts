import { LAB_STATUSES } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { z as Zod } from 'zod/v3';

type Z = typeof Zod;

/** Which lab an action is about. */
export const labInput = (z: Z) =>
  z
    .string()
    .min(1)
    .describe(
      'The name of a lab of yours or of your groups, or the id of any that you may see.',
    );

export const statusInput = (z: Z) =>
  z.enum(LAB_STATUSES as [string, ...string[]]);

/** A lab as actions show it. */
export const labOutput = (z: Z) =>
  z.object({
    id: z.string().describe('A UUID.'),
    name: z.string(),
    owner: z.string().describe('The entity ref of the user or group.'),
    status: z
      .string()
      .describe(
        'QUEUED, PROVISIONING, RUNNING, PAUSING, PAUSED, RESUMING, ERROR, DELETING or DELETED. A lab can be used while it is RUNNING.',
      ),
    statusMessage: z
      .string()
      .describe('What is happening or went wrong, for people; may be empty.'),
    phase: z.string().optional().describe('The step of provisioning.'),
    progress: z.number().describe('Of provisioning, in percent.'),
    provider: z.string(),
    simulated: z
      .boolean()
      .describe('True when it is not backed by a real cluster.'),
    kubernetesVersion: z.string(),
    workers: z.number().describe('Nodes beside the control plane.'),
    purpose: z.string().optional(),
    component: z
      .string()
      .optional()
      .describe('The entity ref of the component that it is for.'),
    expiresAt: z
      .string()
      .optional()
      .describe('When it expires and is deleted, in ISO 8601.'),
    secondsLeft: z.number().optional(),
    url: z.string().optional().describe('Its page in the portal.'),
  });
