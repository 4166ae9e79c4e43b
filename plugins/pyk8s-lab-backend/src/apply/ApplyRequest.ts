import { InputError } from '@backstage/errors';
import { parseDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { ClusterManifests } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { plainPath } from './readArchive';

const DEFAULT_TIMEOUT = '5m';
const MAX_TIMEOUT_SECONDS = 3_600;
const MAX_PATHS = 50;
const MAX_NAMESPACE = 63;
const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** How manifests are to be applied. */
export interface ApplyRequest
  extends Omit<ClusterManifests, 'archive' | 'timeoutMs'> {
  /** Whether to wait until everything is rolled out. */
  readonly wait: boolean;
  /** For applying and waiting together. */
  readonly timeoutSeconds: number;
}

/** The parameters of the API, as they were sent. */
export interface ApplyQuery {
  readonly path?: unknown;
  readonly kustomize?: unknown;
  readonly recursive?: unknown;
  readonly serverSide?: unknown;
  readonly forceConflicts?: unknown;
  readonly namespace?: unknown;
  readonly wait?: unknown;
  readonly timeout?: unknown;
}

/** @throws InputError naming the parameter */
export function parseApply(query: ApplyQuery): ApplyRequest {
  const paths = parsePaths(query.path);
  const kustomize = parseFlag('kustomize', query.kustomize, false);
  if (kustomize && paths.length > 1) {
    throw new InputError('A kustomization is one folder: give path once.');
  }
  const serverSide = parseFlag('serverSide', query.serverSide, false);
  const forceConflicts = parseFlag(
    'forceConflicts',
    query.forceConflicts,
    false,
  );
  if (forceConflicts && !serverSide) {
    throw new InputError('forceConflicts needs serverSide=true.');
  }
  return {
    paths,
    kustomize,
    recursive: parseFlag('recursive', query.recursive, false),
    serverSide,
    forceConflicts,
    namespace: parseNamespace(query.namespace),
    wait: parseFlag('wait', query.wait, true),
    timeoutSeconds: parseTimeout(query.timeout),
  };
}

function parsePaths(given: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(given)
    ? given
    : [given ?? '.'];
  if (list.length > MAX_PATHS) {
    throw new InputError(
      `path can be given ${MAX_PATHS} times at most: name a folder.`,
    );
  }
  return list.map(path => {
    const plain = typeof path === 'string' ? plainPath(path) : undefined;
    if (plain === undefined || path === '') {
      throw new InputError(
        'path must be a relative path of the archive without "..", such as deploy/web.yaml.',
      );
    }
    return plain || '.';
  });
}

function parseFlag(name: string, given: unknown, usual: boolean): boolean {
  if (given !== undefined && given !== 'true' && given !== 'false') {
    throw new InputError(`${name} must be true or false.`);
  }
  return given === undefined ? usual : given === 'true';
}

function parseNamespace(given: unknown): string | undefined {
  if (given === undefined) {
    return undefined;
  }
  if (
    typeof given !== 'string' ||
    given.length > MAX_NAMESPACE ||
    !NAMESPACE.test(given)
  ) {
    throw new InputError(
      'namespace must be a lowercase RFC 1123 label (a-z, 0-9, "-"), for example "preview".',
    );
  }
  return given;
}

function parseTimeout(given: unknown = DEFAULT_TIMEOUT): number {
  const seconds = parseDuration(typeof given === 'string' ? given : '');
  if (seconds > MAX_TIMEOUT_SECONDS) {
    throw new InputError('timeout must be at most 1h.');
  }
  return seconds;
}
