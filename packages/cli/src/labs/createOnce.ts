import {
  retryCall,
  type CreateLabRequest,
  type Lab,
  type LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { randomUUID } from 'node:crypto';
import { isAnswer, isPassing } from '../errors';
import { generateName } from './names';

const NAMES = 4;

/**
 * Creates one lab. A request whose response is lost is retried with the same idempotency
 * key; one whose generated name is taken, with another name.
 *
 * @param options - prefix: of the generated name, if it is generated; onName: called
 *   with each new name before it is sent
 */
export async function createOnce(
  labs: Pick<LabApi, 'createLab'>,
  request: CreateLabRequest,
  options: { prefix: string | undefined; onName: (name: string) => void },
): Promise<Lab> {
  const { prefix, onName } = options;
  let { name } = request;
  for (let names = 1; ; names++) {
    const key = randomUUID();
    const named = { ...request, name };
    try {
      return await retryCall(() => labs.createLab(named, key), { isPassing });
    } catch (error) {
      if (prefix === undefined || names === NAMES || !isNameTaken(error)) {
        throw error;
      }
      name = generateName(prefix);
      onName(name);
    }
  }
}

/** A taken name is the only conflict when creating a lab. */
function isNameTaken(error: unknown): boolean {
  return isAnswer(error) && error.statusCode === 409;
}
