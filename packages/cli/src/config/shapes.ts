/** A portal. */
export interface Instance {
  /** The address of the portal's backend, without a trailing slash. */
  url: string;
}

/** The credentials for a portal. Secret. */
export interface Credentials {
  accessToken: string;
  /** In seconds since 1970; absent for tokens without an expiry. */
  expiresAt?: number;
  refreshToken?: string;
  /** The OAuth client that the refresh token was issued to. */
  clientId?: string;
}

/** All settings except credentials. */
export interface Settings {
  /** The name of the default instance. */
  current?: string;
  instances: Record<string, Instance>;
}

/** Parses settings. @returns undefined when they are invalid */
export function asSettings(value: unknown): Settings | undefined {
  if (value === null || value === undefined) {
    return { instances: {} };
  }
  if (!isRecord(value) || !isRecord(value.instances ?? {})) {
    return undefined;
  }
  const { current, instances = {} } = value;
  const read: Settings = { instances: {} };
  for (const [name, instance] of Object.entries(instances as object)) {
    if (!isRecord(instance) || typeof instance.url !== 'string') {
      return undefined;
    }
    read.instances[name] = { url: instance.url };
  }
  if (current !== undefined && typeof current !== 'string') {
    return undefined;
  }
  return current === undefined ? read : { ...read, current };
}

/** Parses credentials by instance. @returns undefined when they are invalid */
export function asCredentials(
  value: unknown,
): Record<string, Credentials> | undefined {
  if (value === null || value === undefined) {
    return {};
  }
  if (!isRecord(value)) {
    return undefined;
  }
  const read: Record<string, Credentials> = {};
  for (const [name, entry] of Object.entries(value)) {
    if (!isRecord(entry)) {
      return undefined;
    }
    const { accessToken, expiresAt, refreshToken, clientId } = entry;
    if (
      typeof accessToken !== 'string' ||
      !isOptional(expiresAt, 'number') ||
      !isOptional(refreshToken, 'string') ||
      !isOptional(clientId, 'string')
    ) {
      return undefined;
    }
    read[name] = { accessToken, expiresAt, refreshToken, clientId };
  }
  return read;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOptional(
  value: unknown,
  type: 'number',
): value is number | undefined;
function isOptional(
  value: unknown,
  type: 'string',
): value is string | undefined;
function isOptional(value: unknown, type: string): boolean {
  return value === undefined || typeof value === type;
}
