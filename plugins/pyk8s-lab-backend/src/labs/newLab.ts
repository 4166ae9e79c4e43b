import { InputError } from '@backstage/errors';
import {
  DEFAULT_KUBERNETES_VERSION,
  explainLabName,
  parseDuration,
  type CreateLabRequest,
  type LabSpec,
  type ProviderOption,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { randomUUID } from 'node:crypto';
import type { LabSettings } from '../config/LabSettings';
import type { LabRecord } from '../database';
import { assertTtl, expiryBeforeRunning } from '../lifecycle';
import { readComponent } from './entityRefs';
import { readResources } from './resources';

const SECONDS_PER_HOUR = 3600;
/** A year; how long a lab may live is in the settings. */
const MAX_HOURS = 8_760;

/**
 * The name and time that a request asks for, and what the lab is for.
 * @throws InputError saying what to write instead
 */
export function readRequest(
  request: CreateLabRequest,
  settings: LabSettings,
): {
  name: string;
  ttlSeconds: number;
  purpose?: string;
  componentRef?: string;
} {
  const complaint = explainLabName(request.name);
  if (complaint) {
    throw new InputError(complaint);
  }
  const ttlSeconds = readTtl(request, settings);
  assertTtl(ttlSeconds, settings.ttl);
  return {
    name: request.name,
    ttlSeconds,
    purpose: readPurpose(request.purpose),
    componentRef: readComponent(request.component),
  };
}

/**
 * Why a lab is made, in one paragraph.
 * @throws InputError when it holds characters that no text has
 */
export function readPurpose(
  text: string | null | undefined,
): string | undefined {
  const purpose = text?.replace(/\s+/g, ' ').trim();
  if (purpose && /\p{Cc}/u.test(purpose)) {
    throw new InputError('The purpose must not hold control characters.');
  }
  return purpose || undefined;
}

function readTtl(request: CreateLabRequest, settings: LabSettings): number {
  if (request.ttl !== undefined && request.ttlHours !== undefined) {
    throw new InputError('Give ttl or ttlHours, not both.');
  }
  if (request.ttl !== undefined) {
    return parseDuration(request.ttl);
  }
  if (request.ttlHours !== undefined) {
    if (!(request.ttlHours > 0 && request.ttlHours <= MAX_HOURS)) {
      throw new InputError(
        `ttlHours must be a number of hours, above 0 and up to ${MAX_HOURS}.`,
      );
    }
    return Math.max(1, Math.round(request.ttlHours * SECONDS_PER_HOUR));
  }
  return settings.ttl.defaultSeconds;
}

/**
 * The provider that a request asks for, or the default.
 * @throws InputError naming the providers that there are
 */
export function chooseProvider(
  request: CreateLabRequest,
  providers: readonly ProviderOption[],
): ProviderOption {
  const provider = providers.find(option =>
    request.provider ? option.id === request.provider : option.isDefault,
  );
  if (!provider) {
    throw new InputError(
      `There is no provider "${request.provider}"; choose one of: ${providers
        .map(({ id }) => id)
        .join(', ')}.`,
    );
  }
  return provider;
}

/**
 * The spec that a request asks for, within what a provider offers.
 * @throws InputError naming what can be asked for
 */
export function readSpec(
  request: CreateLabRequest,
  provider: ProviderOption,
): LabSpec {
  const versions = provider.kubernetesVersions;
  const asked = request.kubernetesVersion;
  const kubernetesVersion =
    // People ask for a version by the name that they see, too.
    versions.find(({ title }) => title === asked)?.version ??
    asked ??
    versions.find(({ isDefault }) => isDefault)?.version ??
    DEFAULT_KUBERNETES_VERSION;
  if (
    versions.length > 0 &&
    !versions.some(({ version }) => version === kubernetesVersion)
  ) {
    throw new InputError(
      `The Kubernetes version "${kubernetesVersion.slice(
        0,
        40,
      )}" is not offered; choose one of: ${versions
        .map(({ version, title }) =>
          title === version ? version : `${version} (${title})`,
        )
        .join(', ')}.`,
    );
  }
  const workers = request.workers ?? 0;
  if (
    !Number.isInteger(workers) ||
    workers < 0 ||
    workers > provider.maxWorkers
  ) {
    throw new InputError(
      `A lab has 0 to ${provider.maxWorkers} workers, not ${workers}.`,
    );
  }
  const resources = readResources(
    request.resources,
    provider.resources,
    workers,
  );
  return { kubernetesVersion, workers, ...(resources && { resources }) };
}

/** A lab that has just been asked for. */
export function newLab(options: {
  name: string;
  ttlSeconds: number;
  purpose?: string;
  componentRef?: string;
  ownerRef: string;
  createdBy: string;
  provider: ProviderOption;
  host: string;
  spec: LabSpec;
  settings: LabSettings;
  now: Date;
}): LabRecord {
  const { provider, settings, now, ...rest } = options;
  return {
    id: randomUUID(),
    ...rest,
    provider: provider.id,
    simulated: provider.simulated,
    desired: 'running',
    status: 'QUEUED',
    statusMessage: '',
    phases: [],
    progress: 0,
    conditions: {},
    nodes: [],
    attempt: 0,
    failures: 0,
    nextAttemptAt: now,
    createdAt: now,
    expiresAt: expiryBeforeRunning(
      now,
      options.ttlSeconds,
      settings.provisioning,
    ),
    generation: 1,
    observedGeneration: 0,
    version: 1,
  };
}
