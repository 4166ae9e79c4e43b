import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const KEY = 'pyk8sLab.admins';

/**
 * The users and groups that may do everything with every lab, from
 * `pyk8sLab.admins`.
 *
 * @param config - the app's config
 * @returns entity refs in lower case
 * @throws InputError naming the entry that is no entity ref of a user or group
 * @public
 */
export function readLabAdmins(config: Config): string[] {
  return (config.getOptionalStringArray(KEY) ?? []).map((text, index) => {
    const ref = normalize(text);
    if (!ref) {
      throw new InputError(
        `${KEY}[${index}] is "${text}", which names no user and no group: write it as group:default/platform-admins`,
      );
    }
    return ref;
  });
}

function normalize(text: string): string | undefined {
  try {
    const ref = stringifyEntityRef(parseEntityRef(text));
    return /^(?:user|group):/.test(ref) ? ref : undefined;
  } catch {
    return undefined;
  }
}
