import { isIP } from 'node:net';
import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { DEFAULT_KUBERNETES_VERSION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import type { Access, KindSettings, NodeImage, Reach } from './KindSettings';
import { isHost, isImageReference, isVersionName } from './syntax';

const KEY = 'pyk8sLab.kind';
const IMAGE_EXAMPLE = 'such as kindest/node:v1.34.4';
const TIMEOUT_KEY = 'pyk8sLab.provisioning.timeout';
const DEFAULT_TIMEOUT_MS = 600_000;

/**
 * Reads `pyk8sLab.kind`.
 *
 * @param config - the app's config
 * @param environment - KIND_NODE_IMAGE, when set, is the default node image
 * @throws InputError naming the key that is unknown or of no use
 */
export function readKindSettings(
  config: Config,
  environment: { KIND_NODE_IMAGE?: string },
): KindSettings {
  assertKeys(config.getOptionalConfig(KEY), KEY, [
    'binary',
    'nodeImages',
    'maxWorkers',
    'reach',
    'access',
  ]);
  return {
    binary: readBinary(config),
    nodeImages: readNodeImages(config),
    defaultImage: readDefaultImage(environment.KIND_NODE_IMAGE),
    maxWorkers: readMaxWorkers(config),
    reach: readReach(config),
    access: readAccess(config),
    createTimeoutMs: readCreateTimeout(config),
  };
}

function readBinary(config: Config): string {
  const key = `${KEY}.binary`;
  const binary = config.getOptionalString(key) ?? 'kind';
  if (!/^[^\0\s-][^\0]*$/.test(binary)) {
    throw new InputError(
      `${key} must be the name or the path of the kind command`,
    );
  }
  return binary;
}

function readNodeImages(config: Config): NodeImage[] {
  const key = `${KEY}.nodeImages`;
  const images = config.getOptionalConfigArray(key) ?? [];
  const versions = new Set<string>();
  return images.map((entry, index) => {
    const at = `${key}[${index}]`;
    assertKeys(entry, at, ['version', 'image']);
    const version = entry.getString('version');
    const image = entry.getString('image');
    if (!isVersionName(version) || version === DEFAULT_KUBERNETES_VERSION) {
      throw new InputError(
        `${at}.version must name a Kubernetes version, such as v1.34.4`,
      );
    }
    if (versions.has(version)) {
      throw new InputError(`${at}.version is there twice: ${version}`);
    }
    versions.add(version);
    if (!isImageReference(image)) {
      throw new InputError(
        `${at}.image is no image reference: write one ${IMAGE_EXAMPLE}`,
      );
    }
    return { version, image };
  });
}

function readDefaultImage(image: string | undefined): string | undefined {
  if (image && !isImageReference(image)) {
    throw new InputError(
      `KIND_NODE_IMAGE in the environment is no image reference: write one ${IMAGE_EXAMPLE}`,
    );
  }
  return image || undefined;
}

function readMaxWorkers(config: Config): number {
  const key = `${KEY}.maxWorkers`;
  const value = config.getOptionalNumber(key) ?? 3;
  if (!Number.isInteger(value) || value < 0) {
    throw new InputError(`${key} must be a whole number, at least 0`);
  }
  return value;
}

function readReach(config: Config): Reach {
  const key = `${KEY}.reach`;
  assertKeys(config.getOptionalConfig(key), key, ['listen', 'host', 'ports']);
  const listen = config.getOptionalString(`${key}.listen`) ?? '127.0.0.1';
  if (isIP(listen) === 0) {
    throw new InputError(
      `${key}.listen must be an IP address of the Docker host, such as 127.0.0.1 or 0.0.0.0`,
    );
  }
  const host = config.getOptionalString(`${key}.host`) ?? 'localhost';
  if (!isHost(host)) {
    throw new InputError(
      `${key}.host must be a host name or an IP address, without a scheme or port`,
    );
  }
  return { listen, host, ports: readPorts(config, `${key}.ports`) };
}

function readPorts(config: Config, key: string): Reach['ports'] {
  const section = config.getOptionalConfig(key);
  if (!section) {
    return undefined;
  }
  assertKeys(section, key, ['from', 'to']);
  const read = (name: 'from' | 'to') => {
    const port = section.getNumber(name);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new InputError(`${key}.${name} must be a port, from 1 to 65535`);
    }
    return port;
  };
  const ports = { from: read('from'), to: read('to') };
  if (ports.from > ports.to) {
    throw new InputError(`${key}.from must not be above ${key}.to`);
  }
  return ports;
}

function readAccess(config: Config): Access {
  const key = `${KEY}.access`;
  const access = config.getOptionalString(key) ?? 'auto';
  if (access !== 'auto' && access !== 'host' && access !== 'network') {
    throw new InputError(`${key} must be auto, host or network`);
  }
  return access;
}

/**
 * One attempt's time, of which a little is left over: the provider then ends an
 * attempt before the backend does, and says what was still waited for.
 */
function readCreateTimeout(config: Config): number {
  if (!config.has(TIMEOUT_KEY)) {
    return 0.98 * DEFAULT_TIMEOUT_MS;
  }
  try {
    return (
      0.98 *
      durationToMilliseconds(
        readDurationFromConfig(config, { key: TIMEOUT_KEY }),
      )
    );
  } catch (error) {
    throw new InputError(
      `${TIMEOUT_KEY} is not a duration: write 10m, or { minutes: 10 }`,
      error,
    );
  }
}

function assertKeys(
  section: Config | undefined,
  key: string,
  known: string[],
): void {
  for (const name of section?.keys() ?? []) {
    if (!known.includes(name)) {
      throw new InputError(
        `${key}.${name} is no setting; ${key} takes ${known.join(', ')}`,
      );
    }
  }
}
