import type { LabApplyOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { tarOf } from './tar';

/** What the API takes, unpacked. */
export const MAX_MANIFEST_BYTES = 20 * 2 ** 20;
const MAX_NAME_LENGTH = 80;
const ARCHIVE = /\.(tar|tgz|tar\.gz)$/i;
const MANIFEST = /\.(ya?ml|json)$/i;

/** What a person wants to have applied: files, or text. */
export interface GivenManifests {
  readonly files: readonly File[];
  readonly text: string;
}

/** Why manifests cannot be sent; each has a message in `apply.problem`. */
export type ManifestProblem = 'nothing' | 'kind' | 'mixed' | 'size';

/** Whether one archive is given, in which there may be a kustomization. */
export function isArchive({ files, text }: GivenManifests): boolean {
  return files.length === 1 && !text.trim() && ARCHIVE.test(files[0].name);
}

/** @returns undefined for what can be sent */
export function problemOf(given: GivenManifests): ManifestProblem | undefined {
  const { files, text } = given;
  if (files.length === 0 && !text.trim()) {
    return 'nothing';
  }
  const sizes = files.map(({ size }) => size);
  if (
    sizes.reduce((sum, size) => sum + size, text.length) > MAX_MANIFEST_BYTES
  ) {
    return 'size';
  }
  if (isArchive(given)) {
    return undefined;
  }
  if (files.some(({ name }) => ARCHIVE.test(name))) {
    return 'mixed';
  }
  return files.every(({ name }) => MANIFEST.test(name)) ? undefined : 'kind';
}

/**
 * The archive that is sent, and what of it is applied.
 * @param folder - of a kustomization in an archive; empty for plain manifests
 */
export async function packManifests(
  given: GivenManifests,
  folder: string,
): Promise<{
  archive: Blob;
  options: Pick<LabApplyOptions, 'paths' | 'kustomize' | 'recursive'>;
}> {
  if (isArchive(given)) {
    return {
      archive: given.files[0],
      options: folder.trim()
        ? { paths: [folder.trim()], kustomize: true }
        : { recursive: true },
    };
  }
  const encoded = new TextEncoder().encode(given.text);
  const files = await Promise.all(
    given.files.map(async (file, index) => ({
      name: `${index + 1}-${plainName(file.name)}`,
      content: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  return {
    archive: tarOf(
      given.text.trim()
        ? [...files, { name: 'pasted.yaml', content: encoded }]
        : files,
    ),
    options: {},
  };
}

/** A name that every reader of archives takes; kubectl goes by its ending. */
function plainName(name: string): string {
  return (
    name
      .slice(-MAX_NAME_LENGTH)
      .replace(/[^\w.-]/g, '_')
      // Of a folder, kubectl leaves out files that end otherwise, without a word.
      .replace(MANIFEST, ending => ending.toLowerCase())
  );
}
