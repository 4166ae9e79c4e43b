import {
  countJsonValues,
  GrowingBuffer,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { isObject } from '../docker/connection/dockerConfig';
import { isImageName } from './imageNames';

/** Prints the machine's platform in the first line, then the kubelet's images as JSON. */
export const LISTING_PROGRAM = [
  'sh',
  '-c',
  'uname -m && exec crictl images --output=json',
];

/** A list of 100 images has 50 KiB. */
const MAX_LISTING_BYTES = 4 * 2 ** 20;
const MAX_VALUES = 100_000;
const MAX_NAMES = 2_000;
const NEWLINE = 0x0a;

/** By the output of `uname -m`. */
const PLATFORMS: Record<string, string> = {
  x86_64: 'linux/amd64',
  aarch64: 'linux/arm64',
  armv7l: 'linux/arm/v7',
  ppc64le: 'linux/ppc64le',
  riscv64: 'linux/riscv64',
  s390x: 'linux/s390x',
};
const MACHINE = /^\w[\w.-]{0,63}$/;
const DIGEST = /^sha256:[\da-f]{64}$/;
const SIZE = /^\d{1,15}$/;

/** An image that a node has. */
export interface NodeImage {
  readonly id: string;
  readonly names: readonly string[];
  readonly sizeBytes: number;
}

/** The images of a node. */
export interface NodeListing {
  /** In OCI's format: `linux/amd64`. */
  readonly platform: string;
  /** The images that have a name. */
  readonly images: readonly NodeImage[];
  /** The image of each name. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * Reads the output of {@link LISTING_PROGRAM} in a node. The lab's owner controls it:
 * it is bounded, and copied field by field.
 */
export class ListingReader {
  readonly #node: string;
  readonly #printed = new GrowingBuffer(MAX_LISTING_BYTES);

  /** @param node - its name, for errors */
  constructor(node: string) {
    this.#node = node;
  }

  /** @throws Error when the output is too long */
  write(chunk: Uint8Array): void {
    if (!this.#printed.append(chunk)) {
      throw this.#tooMuch();
    }
  }

  /**
   * Call it at the end of the output.
   * @throws Error when the output is not a listing, or is too long
   */
  end(): NodeListing {
    const { bytes } = this.#printed;
    const lineEnd = bytes.indexOf(NEWLINE);
    const machine = bytes.toString('latin1', 0, Math.max(0, lineEnd));
    const json = bytes.subarray(lineEnd + 1);
    const values = countJsonValues(json, MAX_VALUES);
    if (values === undefined) {
      throw this.#tooMuch();
    }
    const listed = values > 0 ? listIn(json) : undefined;
    if (!MACHINE.test(machine) || !listed) {
      throw new Error(
        `The node ${this.#node} does not say what images it has.`,
      );
    }
    const images: NodeImage[] = [];
    const ids = new Map<string, string>();
    for (const image of listed.flatMap(readImage)) {
      images.push(image);
      image.names.forEach(name => ids.set(name, image.id));
      if (ids.size > MAX_NAMES) {
        throw this.#tooMuch();
      }
    }
    return {
      platform: PLATFORMS[machine] ?? `linux/${machine}`,
      images,
      ids,
    };
  }

  #tooMuch(): Error {
    return new Error(
      `The node ${
        this.#node
      } has more images than can be listed: remove unused images there.`,
    );
  }
}

function listIn(json: Buffer): unknown[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json.toString());
  } catch {
    return undefined;
  }
  const images = isObject(value) ? value.images : undefined;
  return Array.isArray(images) ? images : undefined;
}

function readImage(value: unknown): NodeImage[] {
  const { id, repoTags, size } = isObject(value) ? value : {};
  const names = Array.isArray(repoTags)
    ? repoTags.filter(
        (name): name is string => typeof name === 'string' && isImageName(name),
      )
    : [];
  if (typeof id !== 'string' || !DIGEST.test(id) || names.length === 0) {
    return [];
  }
  const sizeBytes =
    typeof size === 'string' && SIZE.test(size) ? Number(size) : 0;
  return [{ id, names: [...new Set(names)], sizeBytes }];
}
