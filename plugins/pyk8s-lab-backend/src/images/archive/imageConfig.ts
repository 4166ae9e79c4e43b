import { InputError } from '@backstage/errors';
import { asList, asObject, asText } from './json';
import { platformOf, type Platform } from './platform';

/** What an image's configuration says that matters here. */
export interface ImageConfig {
  readonly platform: Platform;
  /** The digests of its layers as they are once decompressed, lowest first. */
  readonly diffIds: readonly string[];
}

/**
 * @param what - of which image, for messages
 * @throws InputError
 */
export function readImageConfig(value: unknown, what: string): ImageConfig {
  const config = asObject(value, `the configuration of ${what}`);
  const part = (key: string) =>
    asText(config[key], `"${key}" in the configuration of ${what}`);
  const os = part('os');
  const architecture = part('architecture');
  if (os === '' || architecture === '') {
    throw new InputError(
      `The configuration of ${what} does not say which platform it is made for: build it again with docker build.`,
    );
  }
  const rootfs = asObject(
    config.rootfs,
    `"rootfs" in the configuration of ${what}`,
  );
  return {
    platform: platformOf({ os, architecture, variant: part('variant') }),
    diffIds: asList(
      rootfs.diff_ids,
      `"rootfs.diff_ids" in the configuration of ${what}`,
    ).map(diffId => asText(diffId, `a layer of ${what}`)),
  };
}
