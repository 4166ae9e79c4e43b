import { MAX_DEPTH, type ImageBlob } from './imageContent';
import type { ImportMark } from './importMark';

/** A name in a node's containerd. */
export interface ImageRow {
  readonly name: string;
  /** The digest of the manifest or index that it stands for. */
  readonly target: string;
  /** True when the kubelet can see it. */
  readonly managed: boolean;
  /** Of those that people have brought with this content. */
  readonly mark?: ImportMark;
}

/** What a node said of its images. */
export interface NodeListing {
  /** As OCI writes it: `linux/amd64`. */
  readonly platform: string;
  /** What keeps the unpacked images: `overlayfs`, mostly. */
  readonly snapshotter: string;
  readonly rows: ReadonlyMap<string, ImageRow>;
  /** Manifests and indexes by their digest, where they were asked for. */
  readonly blobs: ReadonlyMap<string, ImageBlob>;
}

const NAMESPACE = '--namespace=k8s.io';
/**
 * Most manifests have a few KiB. One that is longer is cut, and then describes no
 * image.
 */
export const MAX_BLOB_BYTES = 512 * 2 ** 10;

/**
 * Prints what a node has, a fact a line, of its machine first. The contents are in
 * base64, so that none of them can pass for a line of its own.
 */
const LIST = `
echo "machine $(uname -m)"
containerd config dump | sed -n "s/^ *snapshotter *= *[\\"']\\([^\\"']*\\)[\\"'] *$/snapshotter \\1/p"
rows=$(ctr ${NAMESPACE} images ls) || exit
echo "$rows" | sed '1d; s/^/image /'
[ "$1" = contents ] || exit 0
get() { ctr ${NAMESPACE} content get "$1" 2>/dev/null | head -c ${MAX_BLOB_BYTES}; }
show() {
  body=$(get "$1" | base64 -w 0)
  echo "content $1 $body"
  case "$2 $(echo "$body" | base64 -d)" in 0*) return ;; *'"manifests"'*) ;; *) return ;; esac
  for child in $(echo "$body" | base64 -d | grep -oE 'sha256:[0-9a-f]{64}' | sort -u); do
    show "$child" $(($2 - 1))
  done
}
for target in $(echo "$rows" | awk 'NR > 1 { print $3 }' | sort -u); do
  show "$target" ${MAX_DEPTH}
done`;

/** The program whose output ListingReader reads. */
export function listingProgram(what: 'names' | 'contents'): string[] {
  return ['sh', '-c', LIST, 'sh', what];
}
