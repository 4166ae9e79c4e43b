import { InputError } from '@backstage/errors';
import type { z as zod } from 'zod/v3';

/** The input of every action on an existing lab. */
export const labIdInput = (z: typeof zod) =>
  z.string({
    description:
      'The id of the lab, or its entityRef: what pyk8s-lab:create puts out.',
  });

/** The input for how long a step waits. */
export const timeoutInput = (what: string) => (z: typeof zod) =>
  z.string({ description: `${what}, such as 90s, 10m or 1h.` }).optional();

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ID = new RegExp(`^${UUID}$`);
const ENTITY_REF = new RegExp(`^(?:resource:)?(?:default/)?lab-(${UUID})$`);

/**
 * Resolves the id of a lab.
 *
 * @param text - the id, or the ref of the lab's catalog entity
 * @throws InputError when it is neither
 */
export function readLabId(text: string): string {
  const given = text.trim().toLowerCase();
  const id = ID.test(given) ? given : ENTITY_REF.exec(given)?.[1];
  if (!id) {
    throw new InputError(
      `"${text.slice(
        0,
        80,
      )}" names no lab: give the id or the entityRef that pyk8s-lab:create puts out, such as \${{ steps.lab.output.id }}.`,
    );
  }
  return id;
}
