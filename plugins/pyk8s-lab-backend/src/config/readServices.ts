import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { assertPersonOrGroup, normalizeOwner } from '../labs/entityRefs';
import type { ServiceSettings } from './LabSettings';

const KEY = 'pyk8sLab.services';

/**
 * What from outside the portal may have labs, from `pyk8sLab.services`.
 *
 * @throws InputError naming the entry that is unknown, wrong, or there twice
 */
export function readServices(rootConfig: Config): ServiceSettings[] {
  const list = rootConfig.getOptional(KEY) ?? [];
  if (!Array.isArray(list)) {
    throw new InputError(
      `${KEY} must be a list of services, each with a subject and a user`,
    );
  }
  const subjects = new Set<string>();
  return list.map((entry, index) => {
    const service = readService(entry, `${KEY}[${index}]`);
    if (subjects.has(service.subject)) {
      throw new InputError(
        `${KEY}[${index}] names the subject "${service.subject}" again`,
      );
    }
    subjects.add(service.subject);
    return service;
  });
}

function readService(entry: unknown, key: string): ServiceSettings {
  if (!isObject(entry)) {
    throw new InputError(`${key} must have a subject and a user`);
  }
  const { subject, user, groups = [], ...rest } = entry;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw new InputError(
      `${key}.${unknown} is not a setting of PyK8s-Lab; ${key} takes subject, user, groups`,
    );
  }
  if (typeof subject !== 'string' || !/^\S(.*\S)?$/.test(subject)) {
    throw new InputError(
      `${key}.subject must be a subject of backend.auth.externalAccess, such as ci-payments`,
    );
  }
  // So Backstage calls its own plugins, which have rights of their own here.
  if (subject.startsWith('plugin:')) {
    throw new InputError(
      `${key}.subject must not be a plugin of this portal: "${subject}"`,
    );
  }
  if (!Array.isArray(groups)) {
    throw new InputError(
      `${key}.groups must be a list of groups, such as [group:default/team-payments]`,
    );
  }
  return {
    subject,
    user: readRef(user, 'user', `${key}.user`),
    groups: groups.map((group, index) =>
      readRef(group, 'group', `${key}.groups[${index}]`),
    ),
  };
}

function readRef(value: unknown, kind: 'user' | 'group', key: string): string {
  try {
    const ref = normalizeOwner(String(value));
    assertPersonOrGroup(ref);
    if (typeof value === 'string' && ref.startsWith(`${kind}:`)) {
      return ref;
    }
  } catch {
    // Said below, with the key.
  }
  throw new InputError(
    kind === 'user'
      ? `${key} must be a user, such as user:default/ci-payments`
      : `${key} must be a group, such as group:default/team-payments`,
  );
}

/** Whether a value of the config has keys. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
