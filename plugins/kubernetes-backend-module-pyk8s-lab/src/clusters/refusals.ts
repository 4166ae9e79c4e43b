import { isError } from '@backstage/errors';

/** Statuses that say something of whoever asks, and nothing of the lab. */
const OF_A_PERSON: unknown[] = [401, 403, 404];

/** Whether the API says that somebody may not, which is an answer and no trouble. */
export function isRefusal(error: unknown): boolean {
  return isError(error) && error.statusCode === 403;
}

/** Whether the API could give it to another: a lab is not there for whoever may not read it. */
export function isOfPerson(error: unknown): boolean {
  return isError(error) && OF_A_PERSON.includes(error.statusCode);
}
