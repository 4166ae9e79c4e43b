import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { z as zod } from 'zod/v3';
import type { LabAccess } from '../labs/LabAccess';

/** The outputs of an action on a lab. They never include a kubeconfig. */
export const labOutput = {
  id: (z: typeof zod) => z.string({ description: 'The id of the lab.' }),
  name: (z: typeof zod) => z.string({ description: 'The name of the lab.' }),
  entityRef: (z: typeof zod) =>
    z.string({ description: 'The catalog entity that stands for the lab.' }),
  status: (z: typeof zod) =>
    z.string({ description: 'Its status at the end of the step.' }),
  url: (z: typeof zod) =>
    z.string({ description: 'Its page in the portal, for links.' }),
  kubeconfigUrl: (z: typeof zod) =>
    z.string({
      description:
        'The URL of its kubeconfig, for signed-in users who may read it; the URL alone gives no access.',
    }),
  endpoint: (z: typeof zod) =>
    z
      .string({ description: 'The URL of its API server, once it runs.' })
      .optional(),
  expiresAt: (z: typeof zod) =>
    z.string({ description: 'When it is deleted (ISO 8601, UTC).' }).optional(),
};

type LabOutput = {
  [K in keyof typeof labOutput]: zod.infer<ReturnType<(typeof labOutput)[K]>>;
};

/** The outputs for a lab. */
export type LabFacts = Pick<
  Lab,
  'id' | 'name' | 'entityRef' | 'status' | 'endpoint' | 'expiresAt' | 'links'
>;

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** A placeholder for the lab of a dry run. */
export const DRY_RUN_LAB: LabFacts = {
  id: NO_ID,
  name: 'dry-run',
  entityRef: `resource:default/lab-${NO_ID}`,
  status: 'RUNNING',
  endpoint: 'https://localhost:6443',
  links: { self: `/labs/${NO_ID}` },
};

/** Writes the outputs that later steps and the links of a template use. */
export async function writeLabOutput(
  ctx: {
    output: <K extends keyof LabOutput>(name: K, value: LabOutput[K]) => void;
  },
  access: LabAccess,
  lab: LabFacts,
): Promise<void> {
  ctx.output('id', lab.id);
  ctx.output('name', lab.name);
  ctx.output('entityRef', lab.entityRef);
  ctx.output('status', lab.status);
  ctx.output('url', access.pageOf(lab));
  ctx.output('kubeconfigUrl', await access.kubeconfigUrlOf(lab));
  if (lab.endpoint) {
    ctx.output('endpoint', lab.endpoint);
  }
  if (lab.expiresAt) {
    ctx.output('expiresAt', lab.expiresAt);
  }
}
