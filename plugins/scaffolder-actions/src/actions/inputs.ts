import type { z as zod } from 'zod/v3';

/** The input of every action on a lab that is there. */
export const labIdInput = (z: typeof zod) =>
  z.string({
    description:
      'The id of the lab, or its entityRef: what pyk8s-lab:create puts out.',
  });

/** How long a step waits. */
export const timeoutInput = (what: string) => (z: typeof zod) =>
  z.string({ description: `${what}, such as 90s, 10m or 1h.` }).optional();
