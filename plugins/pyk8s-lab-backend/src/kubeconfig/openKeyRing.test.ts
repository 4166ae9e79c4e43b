import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { stat } from 'node:fs/promises';
import { someSettings } from '../__testUtils__/builders';
import { openKeyRing } from './openKeyRing';

const folder = createMockDirectory();

const open = (
  connection: unknown,
  options: {
    production?: boolean;
    keys?: { id: string; secret: string }[];
  } = {},
) =>
  openKeyRing({
    settings: someSettings({ encryptionKeys: options.keys ?? [] }),
    config: new ConfigReader({
      backend: { database: { connection: connection as string } },
    }),
    logger: mockServices.logger.mock(),
    production: options.production ?? false,
  });

describe('openKeyRing', () => {
  it('uses the keys of the config', async () => {
    const keys = [{ id: 'k1', secret: 'a secret of the tests' }];
    const ring = await open(undefined, { production: true, keys });
    expect(ring.encrypt('lab', 'x').keyId).toBe('k1');
  });

  it('refuses production without a key', async () => {
    await expect(
      open({ directory: folder.path }, { production: true }),
    ).rejects.toThrow(/pyk8sLab.encryption.keys is missing/);
  });

  it('makes a development key beside the database, once, for its owner only', async () => {
    const connection = { directory: folder.resolve('data') };
    const [one, two] = await Promise.all([open(connection), open(connection)]);
    expect(two.decrypt('lab', one.encrypt('lab', 'x'))).toBe('x');
    const again = await open(connection);
    expect(again.decrypt('lab', one.encrypt('lab', 'x'))).toBe('x');
    const { mode } = await stat(
      folder.resolve('data/pyk8s-lab.development.key'),
    );
    expect(mode % 0o1000).toBe(0o600);
  });

  it('keeps nothing of a database in memory', async () => {
    const ring = await open(':memory:');
    expect(ring.decrypt('lab', ring.encrypt('lab', 'x'))).toBe('x');
  });

  it('says what to do where there is no folder', async () => {
    await expect(open({ host: 'db' })).rejects.toThrow(
      /no folder to keep a development key in: set pyk8sLab/,
    );
  });
});
