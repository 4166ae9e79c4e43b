import type { Config } from '@backstage/config';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';

/**
 * Someone that a visitor can sign in as, from `auth.providers.demo.users`.
 */
export interface DemoUser {
  /** In full, such as `user:default/alice`. */
  entityRef: string;
  /** For people, such as `Alice Moreau`. */
  title: string;
}

const DEFAULTS = { defaultKind: 'user', defaultNamespace: 'default' };

/**
 * Reads the people that can be signed in as.
 *
 * @param config - the section `auth.providers.demo`
 * @throws Error that names the key when the list is missing, empty or wrong
 */
export function readDemoUsers(config: Config): DemoUser[] {
  const users = config.getConfigArray('users').map((user, index) => ({
    entityRef: readUserRef(user.getString('entityRef'), index),
    title: user.getString('title'),
  }));
  if (users.length === 0) {
    throw new Error(
      'auth.providers.demo.users is empty: list who can be signed in as, or remove auth.providers.demo.',
    );
  }
  return users;
}

/**
 * Finds the user that a request asks for.
 *
 * @param users - who can be signed in as
 * @param asked - an entity ref; `alice` is short for `user:default/alice`
 * @throws InputError when nobody, or no entity ref, was given
 * @throws NotAllowedError when the user is not in the list
 */
export function findDemoUser(
  users: readonly DemoUser[],
  asked: string | undefined,
): DemoUser {
  const known = users.map(user => user.entityRef).join(', ');
  const ref = asked && toUserRef(asked);
  if (!ref) {
    throw new InputError(
      `Say whom to sign in as, in the header x-demo-user: one of ${known}.`,
    );
  }
  const found = users.find(user => user.entityRef === ref);
  if (!found) {
    throw new NotAllowedError(
      `Nobody can sign in as ${ref} here; auth.providers.demo.users has ${known}.`,
    );
  }
  return found;
}

function readUserRef(text: string, index: number): string {
  const ref = toUserRef(text);
  if (!ref?.startsWith('user:')) {
    throw new Error(
      `auth.providers.demo.users[${index}].entityRef is "${text}", which names no user: write it as user:default/alice.`,
    );
  }
  return ref;
}

function toUserRef(text: string): string | undefined {
  try {
    return stringifyEntityRef(parseEntityRef(text, DEFAULTS));
  } catch {
    return undefined;
  }
}
