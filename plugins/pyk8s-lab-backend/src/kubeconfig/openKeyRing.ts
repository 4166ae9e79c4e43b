import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabSettings } from '../config/LabSettings';
import { KeyRing } from './KeyRing';

const newSecret = () => randomBytes(32).toString('base64');

const DEVELOPMENT_KEY_FILE = 'pyk8s-lab.development.key';

/**
 * The key ring of the config. Where there is none, development makes a key and
 * keeps it beside the SQLite files, so that labs survive a restart.
 *
 * @throws Error in production without a key, and in development without one when
 *   there is no folder to keep it in
 */
export async function openKeyRing(options: {
  settings: LabSettings;
  config: Config;
  logger: LoggerService;
  production: boolean;
}): Promise<KeyRing> {
  const { settings, config, logger, production } = options;
  if (settings.encryptionKeys.length > 0) {
    return new KeyRing(settings.encryptionKeys);
  }
  const remedy =
    'set pyk8sLab.encryption.keys to a list such as [{ id: k1, secret: ${PYK8S_LAB_KEY} }], with a secret from "openssl rand -base64 32"';
  if (production) {
    throw new Error(
      `pyk8sLab.encryption.keys is missing, and production does not run without it: ${remedy}.`,
    );
  }
  const connection = config.getOptional('backend.database.connection');
  if (connection === ':memory:') {
    return new KeyRing([{ id: 'memory', secret: newSecret() }]);
  }
  const directory = config.getOptionalString(
    'backend.database.connection.directory',
  );
  if (!directory) {
    throw new Error(
      `pyk8sLab.encryption.keys is missing, and this database has no folder to keep a development key in: ${remedy}.`,
    );
  }
  const file = path.resolve(directory, DEVELOPMENT_KEY_FILE);
  const secret = await readOrMakeSecret(file);
  logger.warn(
    `Kubeconfigs are encrypted with a development key (${DEVELOPMENT_KEY_FILE}, beside the database). For production, ${remedy}.`,
  );
  return new KeyRing([{ id: 'development', secret }]);
}

async function readOrMakeSecret(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    // "wx" fails when the file is there, so that two starts never both write.
    const secret = newSecret();
    await writeFile(file, secret, { flag: 'wx', mode: 0o600 });
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
    return (await readFile(file, 'utf8')).trim();
  }
}
