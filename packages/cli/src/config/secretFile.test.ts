import { lstat, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSecretFile } from './secretFile';

describe('writeSecretFile', () => {
  it('keeps a symbolic link whose target does not exist yet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pyk8s-secret-'));
    try {
      await mkdir(join(folder, 'kept'));
      await symlink('second', join(folder, 'first'));
      await symlink(join('kept', 'file'), join(folder, 'second'));
      for (const text of ['one', 'two']) {
        await writeSecretFile(join(folder, 'first'), text);
        expect(await readFile(join(folder, 'kept', 'file'), 'utf8')).toBe(text);
      }
      expect((await lstat(join(folder, 'first'))).isSymbolicLink()).toBe(true);
      expect((await lstat(join(folder, 'second'))).isSymbolicLink()).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
