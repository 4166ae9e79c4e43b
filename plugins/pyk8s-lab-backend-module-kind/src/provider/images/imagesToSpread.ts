import { contentsOf } from './imageContent';
import { isImageName } from './imageNames';
import type { NodeListing } from './nodeListing';

/** Names that are spread at a time; the next call takes the next ones. */
export const MAX_NAMES = 100;

/** Images that some nodes have, and others are to get. */
export interface ImagesToSpread {
  /** Names of one image. */
  readonly names: readonly string[];
  /** When people have brought it. */
  readonly at: string;
  readonly sizeBytes: number;
  readonly platform: string;
  /** A node that has it. */
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * Finds what people have brought and not every node has, at most
 * {@link MAX_NAMES} names, those first that were brought last. Of a name that stands
 * for different contents, what was brought last counts.
 *
 * @param listings - with contents; by the node's name
 */
export function imagesToSpread(
  listings: ReadonlyMap<string, NodeListing>,
): ImagesToSpread[] {
  const groups = new Map<string, ImagesToSpread>();
  const contents = new Map(
    [...listings].map(([node, listing]) => [node, contentsOf(listing)]),
  );
  let left = MAX_NAMES;
  for (const [name, at] of newestMarks(listings)) {
    if (left === 0) {
      break;
    }
    const markAt = (node: string) => listings.get(node)?.rows.get(name)?.mark;
    const nodes = [...listings.keys()];
    const from = nodes.find(node => markAt(node)?.at === at) ?? '';
    const to = nodes.filter(node => markAt(node)?.at !== at);
    const listing = listings.get(from);
    const target = listing?.rows.get(name)?.target;
    if (to.length > 0 && listing && target !== undefined) {
      left -= 1;
      const key = [target, at, from, ...to].join(' ');
      groups.set(key, {
        names: [...(groups.get(key)?.names ?? []), name],
        at,
        sizeBytes: contents.get(from)?.(target)?.sizeBytes ?? 0,
        platform: listing.platform,
        from,
        to,
      });
    }
  }
  return [...groups.values()];
}

/**
 * By name, when an image was brought last that a node still has; what was brought
 * last comes first.
 */
function newestMarks(
  listings: ReadonlyMap<string, NodeListing>,
): [name: string, at: string][] {
  const newest = new Map<string, string>();
  for (const { rows } of listings.values()) {
    for (const { name, mark } of rows.values()) {
      if (mark && mark.at > (newest.get(name) ?? '') && isImageName(name)) {
        newest.set(name, mark.at);
      }
    }
  }
  const compare = (a: string, b: string) => Number(a > b) - Number(a < b);
  return [...newest].sort(
    ([name, at], [other, otherAt]) =>
      compare(otherAt, at) || compare(name, other),
  );
}
