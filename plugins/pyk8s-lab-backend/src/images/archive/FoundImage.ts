import { InputError } from '@backstage/errors';
import { formatPlatform, isSamePlatform, type Platform } from './platform';
import { shown } from './messages';

/** An image for one platform, before it is known whether all of it is there. */
export interface FoundImage {
  readonly platform: Platform;
  /**
   * Checks that all of it is there, and right.
   * @throws InputError
   */
  check(): CheckedImage;
}

/** An image for one platform, which is complete. */
export interface CheckedImage {
  /** The digest of its configuration. */
  readonly id: string;
  /** What its layers take, as they are packed. */
  readonly sizeBytes: number;
}

/** What an archive gives a name to. */
export interface NamedImage {
  /** In full. */
  readonly name: string;
  /** For each platform that it is made for. */
  readonly found: readonly FoundImage[];
}

/**
 * Picks what nodes of a platform will run.
 * @throws InputError when there is nothing for them, or not all of it
 */
export function chooseImage(
  { name, found }: NamedImage,
  platform: Platform,
): CheckedImage {
  const [chosen] = found
    .filter(image => isSamePlatform(image.platform, platform))
    // containerd wants all of them, and runs the first.
    .map(image => image.check());
  if (!chosen) {
    throw otherPlatform(
      name,
      found.map(image => image.platform),
      platform,
    );
  }
  return chosen;
}

function otherPlatform(
  name: string,
  platforms: readonly Platform[],
  wanted: Platform,
): InputError {
  const has = [...new Set(platforms.map(formatPlatform))].map(shown);
  const needed = formatPlatform(wanted);
  const advice = platforms.some(({ os }) => os === wanted.os)
    ? `build it with docker build --platform ${needed}`
    : `images for another operating system do not run there`;
  return new InputError(
    `The image ${name} is for ${has.join(
      ', ',
    )}, and the nodes of this lab are ${needed}: ${advice}.`,
  );
}
