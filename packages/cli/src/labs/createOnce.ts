import type {
  CreateLabRequest,
  Lab,
  LabApi,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isAnswer, isPassing } from '../errors';
import { generateName } from './names';

const TRIES = 4;
const FIRST_PAUSE_MS = 500;

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
  let key = randomUUID();
  let { name } = request;
  for (let tries = 1; ; tries++) {
    try {
      return await labs.createLab({ ...request, name }, key);
    } catch (error) {
      const isTaken = prefix !== undefined && isNameTaken(error);
      if (tries >= TRIES || !(isTaken || isPassing(error))) {
        throw error;
      }
      if (isTaken) {
        name = generateName(prefix);
        onName(name);
        key = randomUUID();
      } else {
        await delay(FIRST_PAUSE_MS * 2 ** (tries - 1));
      }
    }
  }
}

/** A taken name is the only conflict when creating a lab. */
function isNameTaken(error: unknown): boolean {
  return isAnswer(error) && error.statusCode === 409;
}
