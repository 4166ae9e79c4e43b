import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { CliError, UsageError } from '../errors';
import type { Io } from '../io';
import { configFolder } from './folder';
import { withFolderLock } from './lock';
import { readIfExists, writeSecretFile } from './secretFile';
import {
  asCredentials,
  asSettings,
  type Credentials,
  type Instance,
  type Settings,
} from './shapes';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** The user's portals and credentials, on disk. */
export class InstanceStore {
  /** Absent without a home folder: nothing can be stored then. */
  readonly #folder?: string;

  static create(env: Io['env']): InstanceStore {
    return new InstanceStore(configFolder(env));
  }

  private constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** Whether anything can be stored. */
  get isAvailable(): boolean {
    return this.#folder !== undefined;
  }

  /** @throws CliError when nothing can be stored */
  assertAvailable(): void {
    this.#available();
  }

  /** @throws CliError when there is no home folder */
  get folder(): string {
    return this.#available();
  }

  get settingsFile(): string {
    return join(this.folder, 'config.yaml');
  }

  get credentialsFile(): string {
    return join(this.folder, 'credentials.yaml');
  }

  async settings(): Promise<Settings> {
    if (!this.isAvailable) {
      return { instances: {} };
    }
    return this.#read(this.settingsFile, asSettings);
  }

  async credentials(name: string): Promise<Credentials | undefined> {
    return (await this.#allCredentials())[name];
  }

  /** Stores a portal with its credentials, and makes it the current one. */
  async save(
    name: string,
    instance: Instance,
    credentials: Credentials,
  ): Promise<void> {
    assertInstanceName(name);
    await withFolderLock(this.folder, async () => {
      const settings = await this.settings();
      await this.#write(this.credentialsFile, {
        ...(await this.#allCredentials()),
        [name]: credentials,
      });
      await this.#write(this.settingsFile, {
        current: name,
        instances: { ...settings.instances, [name]: instance },
      });
    });
  }

  /** Makes a known portal the current one. */
  async use(name: string): Promise<void> {
    await withFolderLock(this.folder, async () => {
      const settings = await this.settings();
      if (!Object.hasOwn(settings.instances, name)) {
        throw new UsageError(explainUnknownInstance(name, settings));
      }
      await this.#write(this.settingsFile, { ...settings, current: name });
    });
  }

  /** Removes the credentials of a portal. @returns them */
  async forget(name: string): Promise<Credentials | undefined> {
    return withFolderLock(this.folder, async () => {
      const { [name]: forgotten, ...rest } = await this.#allCredentials();
      if (forgotten) {
        await this.#write(this.credentialsFile, rest);
      }
      return forgotten;
    });
  }

  /**
   * Replaces the credentials of a portal.
   * @param renew - gets the current ones, which another process may have renewed in the
   *   meantime
   */
  async renew(
    name: string,
    renew: (now: Credentials | undefined) => Promise<Credentials>,
  ): Promise<Credentials> {
    return withFolderLock(this.folder, async () => {
      const all = await this.#allCredentials();
      const renewed = await renew(all[name]);
      if (renewed !== all[name]) {
        await this.#write(this.credentialsFile, { ...all, [name]: renewed });
      }
      return renewed;
    });
  }

  #available(): string {
    if (this.#folder === undefined) {
      throw new CliError(
        'You have no home folder to keep settings in: set HOME or XDG_CONFIG_HOME to a folder, or use PYK8S_LAB_URL and PYK8S_LAB_TOKEN.',
      );
    }
    return this.#folder;
  }

  async #allCredentials(): Promise<Record<string, Credentials>> {
    if (!this.isAvailable) {
      return {};
    }
    return this.#read(this.credentialsFile, asCredentials);
  }

  async #read<T>(
    file: string,
    as: (value: unknown) => T | undefined,
  ): Promise<T> {
    let read: T | undefined;
    try {
      read = as(parse((await readIfExists(file)) ?? '', { logLevel: 'error' }));
    } catch {
      // The parser's message quotes the file, which contains secrets.
    }
    if (read === undefined) {
      throw new CliError(
        `${file} cannot be read: it is not as pyk8s writes it, or is not yours to read. Correct it, or remove it and sign in again with "pyk8s auth login".`,
      );
    }
    return read;
  }

  async #write(file: string, value: object): Promise<void> {
    await writeSecretFile(file, stringify(value));
  }
}

/** @throws UsageError when a name is invalid */
export function assertInstanceName(name: string): void {
  if (!NAME.test(name) || name === '__proto__') {
    throw new UsageError(
      `"${name.slice(
        0,
        40,
      )}" is not a valid instance name: it has letters, digits, ".", "_" and "-", and begins with a letter or digit, such as "work".`,
    );
  }
}

/** The error for an unknown instance; it lists the known ones. */
export function explainUnknownInstance(
  name: string,
  settings: Settings,
): string {
  const known = Object.keys(settings.instances);
  return `There is no instance "${name}"${
    known.length > 0 ? ` (there are: ${known.join(', ')})` : ''
  }: sign in with "pyk8s auth login --instance ${name} --url https://…".`;
}
