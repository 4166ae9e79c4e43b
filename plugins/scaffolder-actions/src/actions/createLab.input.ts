import type { CreateLabRequest } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { z as zod } from 'zod/v3';

/** Includes time in the queue and failed attempts. */
export const DEFAULT_TIMEOUT = '30m';

/** The inputs of `pyk8s-lab:create`. */
export const createLabInput = {
  name: (z: typeof zod) =>
    z
      .string({
        description:
          'Lower-case letters, digits and "-"; unique among the labs of its owner. Generated from namePrefix, the purpose, or the name of the template unless given.',
      })
      .optional(),
  namePrefix: (z: typeof zod) =>
    z
      .string({
        description:
          'What a name that is not given begins with, such as checkout-preview; six characters follow that make it unique.',
      })
      .optional(),
  ttl: (z: typeof zod) =>
    z
      .string({
        description:
          'How long the lab lives once it runs, such as 2h or 90m. The portal says what it is by default and at most.',
      })
      .optional(),
  owner: (z: typeof zod) =>
    z
      .string({
        description:
          'The entity ref of a group of the person; the person unless given.',
      })
      .optional(),
  kubernetesVersion: (z: typeof zod) =>
    z
      .string({
        description:
          'One of those that the portal offers; its own choice unless given.',
      })
      .optional(),
  workers: (z: typeof zod) =>
    z
      .number({
        description:
          'Worker nodes beside the control plane; none unless given.',
      })
      .int()
      .min(0)
      .optional(),
  resources: (z: typeof zod) =>
    z
      .object({
        cpu: z.string({ description: 'Cores, such as 2 or 500m.' }).optional(),
        memory: z.string({ description: 'Bytes, such as 4Gi.' }).optional(),
      })
      .describe('The most that all of its nodes may use together.')
      .optional(),
  purpose: (z: typeof zod) =>
    z.string({ description: 'What it is for, for people.' }).optional(),
  component: (z: typeof zod) =>
    z
      .string({
        description:
          'The entity ref of the catalog component that it is for, such as component:default/checkout.',
      })
      .optional(),
  provider: (z: typeof zod) =>
    z
      .string({
        description: 'The provider; the portal’s default unless given.',
      })
      .optional(),
  wait: (z: typeof zod) =>
    z
      .boolean({
        description: 'Whether to wait until it is RUNNING; yes unless given.',
      })
      .optional(),
  timeout: (z: typeof zod) =>
    z
      .string({
        description: `How long to wait; ${DEFAULT_TIMEOUT} unless given.`,
      })
      .optional(),
  keepOnFailure: (z: typeof zod) =>
    z
      .boolean({
        description:
          'Whether the lab stays when the task fails or is cancelled; no unless given.',
      })
      .optional(),
};

/** The request of the inputs. A template renders absent inputs as empty texts. */
export function pickRequest(
  input: Omit<CreateLabRequest, 'name'>,
): Omit<CreateLabRequest, 'name'> {
  const {
    ttl,
    owner,
    kubernetesVersion,
    workers,
    purpose,
    component,
    provider,
  } = input;
  const { cpu, memory } = input.resources ?? {};
  return {
    ...(ttl && { ttl }),
    ...(owner && { owner }),
    ...(kubernetesVersion && { kubernetesVersion }),
    ...(workers !== undefined && { workers }),
    ...((cpu || memory) && {
      resources: { ...(cpu && { cpu }), ...(memory && { memory }) },
    }),
    ...(purpose && { purpose }),
    ...(component && { component }),
    ...(provider && { provider }),
  };
}
