import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { Terminal } from '../__testUtils__';
import { InstanceStore } from './InstanceStore';

const PORTAL = { url: 'https://portal.example.com' };

describe('InstanceStore', () => {
  let terminal: Terminal;
  let store: InstanceStore;

  beforeEach(async () => {
    terminal = await Terminal.create();
    store = InstanceStore.create(terminal.env);
  });
  afterEach(async () => terminal.remove());

  it('stores files that only their owner can read', async () => {
    await store.save('work', PORTAL, { accessToken: 'secret', expiresAt: 5 });
    expect(store.folder).toBe(terminal.config);
    expect(await store.settings()).toEqual({
      current: 'work',
      instances: { work: PORTAL },
    });
    expect(await store.credentials('work')).toMatchObject({
      accessToken: 'secret',
      expiresAt: 5,
    });
    const mode = async (path: string) => (await stat(path)).mode % 0o1000;
    expect(await mode(store.folder)).toBe(0o700);
    expect(await mode(store.credentialsFile)).toBe(0o600);
    expect(await mode(store.settingsFile)).toBe(0o600);
    expect(await readFile(store.settingsFile, 'utf8')).not.toContain('secret');

    await chmod(store.credentialsFile, 0o644);
    await store.save('work', PORTAL, { accessToken: 'newer' });
    expect(await mode(store.credentialsFile)).toBe(0o600);
    expect((await readdir(store.folder)).sort()).toEqual([
      'config.yaml',
      'credentials.yaml',
    ]);
  });

  it('uses XDG_CONFIG_HOME', () => {
    const folderOf = (XDG_CONFIG_HOME: string) =>
      InstanceStore.create({ ...terminal.env, XDG_CONFIG_HOME }).folder;
    expect(folderOf('/somewhere')).toBe('/somewhere/pyk8s-lab');
    expect(folderOf('not/absolute')).toBe(terminal.config);
  });

  it('loses nothing in concurrent writes', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `portal-${index}`);
    await Promise.all(
      names.map(name => store.save(name, PORTAL, { accessToken: name })),
    );
    const { instances } = await store.settings();
    expect(Object.keys(instances).sort()).toEqual([...names].sort());
    expect((await store.credentials('portal-7'))?.accessToken).toBe('portal-7');
  });

  it('renews once for concurrent callers', async () => {
    await store.save('work', PORTAL, { accessToken: 'old', refreshToken: 'r' });
    let renewals = 0;
    const renew = () =>
      InstanceStore.create(terminal.env).renew('work', async now => {
        if (now?.accessToken === 'new') {
          return now;
        }
        renewals += 1;
        return { accessToken: 'new', refreshToken: 'r2' };
      });
    const all = await Promise.all([renew(), renew(), renew()]);
    expect(renewals).toBe(1);
    expect(all.map(({ accessToken }) => accessToken)).toEqual(
      Array(3).fill('new'),
    );
  });

  it.each([
    ['config.yaml', 'instances: [1]'],
    ['config.yaml', 'instances: { work: { url: 5 } }'],
    ['config.yaml', '{{{'],
    ['credentials.yaml', 'work: { accessToken: [tell-nobody] }'],
    ['credentials.yaml', 'tell-nobody: : :'],
  ])('rejects an invalid %s: %s', async (file, text) => {
    await store.save('work', PORTAL, { accessToken: 'a' });
    await writeFile(`${store.folder}/${file}`, text);
    const error = await (file === 'config.yaml'
      ? store.settings()
      : store.credentials('work')
    ).catch(reason => reason);
    expect(error).toMatchObject({
      message: expect.stringContaining(`${file} cannot be read`),
    });
    expect(error.message).not.toContain('tell-nobody');
  });

  it('rejects names that are not plain identifiers', async () => {
    for (const name of ['', '../x', '__proto__', '-x', 'a b']) {
      await expect(
        store.save(name, PORTAL, { accessToken: 'a' }),
      ).rejects.toThrow('is not a valid instance name');
    }
  });
});
