import { isIP } from 'node:net';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { DEFAULT_KUBERNETES_VERSION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  readProvisioningSettings,
  StrictConfig,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import type { Access, KindSettings, NodeImage, Reach } from './KindSettings';
import { readCapacity, readResources } from './readLimits';
import { isHost, isImageReference, isVersionName } from './syntax';

/** An idle control plane has some 300 threads, which count as processes. */
const MIN_PIDS = 1_024;
const PIDS_PER_NODE = 8_192;
const IMAGE_EXAMPLE = 'such as kindest/node:v1.34.4';

/**
 * Reads `pyk8sLab.kind`.
 *
 * @param config - the app's config
 * @param environment - KIND_NODE_IMAGE, when set, is the default node image; with
 *   NODE_ENV=production no lab is without limits
 * @throws InputError naming the unknown or invalid key
 */
export function readKindSettings(
  config: Config,
  environment: { KIND_NODE_IMAGE?: string; NODE_ENV?: string },
): KindSettings {
  const kind = StrictConfig.create({
    config,
    key: 'pyk8sLab.kind',
    known: [
      'binary',
      'nodeImages',
      'maxWorkers',
      'reach',
      'access',
      'resources',
      'capacity',
      'pidsPerNode',
    ],
  });
  return {
    binary: readBinary(kind),
    nodeImages: readNodeImages(kind),
    defaultImage: readDefaultImage(environment.KIND_NODE_IMAGE),
    maxWorkers: kind.wholeNumber('maxWorkers', { min: 0 }) ?? 3,
    reach: readReach(kind),
    access: readAccess(kind),
    resources: readResources(kind, environment),
    capacity: readCapacity(kind),
    pidsPerNode:
      kind.wholeNumber('pidsPerNode', { min: MIN_PIDS }) ?? PIDS_PER_NODE,
    createTimeoutMs: createTimeoutMs(config),
  };
}

function readBinary(kind: StrictConfig): string {
  const binary = kind.string('binary') ?? 'kind';
  if (!/^[^\0\s-][^\0]*$/.test(binary)) {
    throw new InputError(
      `${kind.keyOf(
        'binary',
      )} must be the name or the path of the kind command`,
    );
  }
  return binary;
}

function readNodeImages(kind: StrictConfig): NodeImage[] {
  const versions = new Set<string>();
  return kind.sections('nodeImages', ['version', 'image']).map(entry => {
    const version = entry.requiredString('version');
    const image = entry.requiredString('image');
    if (!isVersionName(version) || version === DEFAULT_KUBERNETES_VERSION) {
      throw new InputError(
        `${entry.keyOf(
          'version',
        )} must name a Kubernetes version, such as v1.34.4`,
      );
    }
    if (versions.has(version)) {
      throw new InputError(
        `${entry.keyOf('version')} is there twice: ${version}`,
      );
    }
    versions.add(version);
    if (!isImageReference(image)) {
      throw new InputError(
        `${entry.keyOf(
          'image',
        )} is not an image reference: write one ${IMAGE_EXAMPLE}`,
      );
    }
    return { version, image };
  });
}

function readDefaultImage(image: string | undefined): string | undefined {
  if (image && !isImageReference(image)) {
    throw new InputError(
      `KIND_NODE_IMAGE in the environment is not an image reference: write one ${IMAGE_EXAMPLE}`,
    );
  }
  return image || undefined;
}

function readReach(kind: StrictConfig): Reach {
  const reach = kind.section('reach', ['listen', 'host', 'ports']);
  const listen = reach.string('listen') ?? '127.0.0.1';
  if (isIP(listen) === 0) {
    throw new InputError(
      `${reach.keyOf(
        'listen',
      )} must be an IP address of the Docker host, such as 127.0.0.1 or 0.0.0.0`,
    );
  }
  const host = reach.string('host') ?? 'localhost';
  if (!isHost(host)) {
    throw new InputError(
      `${reach.keyOf(
        'host',
      )} must be a host name or an IP address, without a scheme or port`,
    );
  }
  return { listen, host, ports: readPorts(reach) };
}

function readPorts(reach: StrictConfig): Reach['ports'] {
  const section = reach.section('ports', ['from', 'to']);
  if (!reach.has('ports')) {
    return undefined;
  }
  const bounds = { min: 1, max: 65_535 };
  const ports = {
    from: section.requiredWholeNumber('from', bounds),
    to: section.requiredWholeNumber('to', bounds),
  };
  if (ports.from > ports.to) {
    throw new InputError(
      `${section.keyOf('from')} must not be above ${section.keyOf('to')}`,
    );
  }
  return ports;
}

function readAccess(kind: StrictConfig): Access {
  const access = kind.string('access') ?? 'auto';
  if (access !== 'auto' && access !== 'host' && access !== 'network') {
    throw new InputError(
      `${kind.keyOf('access')} must be auto, host or network`,
    );
  }
  return access;
}

/**
 * A little less than the time of one attempt: the provider then ends an attempt
 * before the backend does, and reports the missing condition.
 */
function createTimeoutMs(config: Config): number {
  return 0.98 * 1_000 * readProvisioningSettings(config).timeoutSeconds;
}
