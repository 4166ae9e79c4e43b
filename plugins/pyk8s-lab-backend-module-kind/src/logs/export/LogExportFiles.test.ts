import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportedFiles, isMoreThan } from './LogExportFiles';

const ENTRY_BYTES = 1_024;

describe('the files of an export', () => {
  const { signal } = new AbortController();
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'export-files-'));
    mkdirSync(join(directory, 'node/pods'), { recursive: true });
    writeFileSync(join(directory, 'node/pods/0.log'), 'x'.repeat(100));
    writeFileSync(join(directory, 'node/journal.log'), 'x'.repeat(10));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('are listed breadth first', async () => {
    expect(await exportedFiles(directory)).toEqual({
      files: [
        { path: ['node', 'journal.log'], size: 10 },
        { path: ['node', 'pods', '0.log'], size: 100 },
      ],
      isAll: true,
    });
  });

  it('exceed the limit by one byte', async () => {
    const bytes = 4 * ENTRY_BYTES + 110;

    expect(await isMoreThan(bytes, directory, signal)).toBe(false);
    expect(await isMoreThan(bytes - 1, directory, signal)).toBe(true);
  });

  it('are empty without a directory', async () => {
    expect(await isMoreThan(0, join(directory, 'gone'), signal)).toBe(false);
  });

  it('are not read after an abort', async () => {
    expect(await isMoreThan(0, directory, AbortSignal.abort())).toBe(false);
  });

  it('exceed the limit when unreadable', async () => {
    const name = Buffer.concat([Buffer.from(`${directory}/`), Buffer.of(0xff)]);
    mkdirSync(name);
    writeFileSync(Buffer.concat([name, Buffer.from('/a.log')]), 'x');

    expect(await isMoreThan(1e9, directory, signal)).toBe(true);
    expect(await exportedFiles(directory)).toMatchObject({
      files: [{ size: 10 }, { size: 100 }],
      isAll: false,
    });
  });

  it('are bounded in depth', async () => {
    mkdirSync(join(directory, 'x/'.repeat(30)), { recursive: true });

    expect((await exportedFiles(directory)).isAll).toBe(false);
    expect(await isMoreThan(1e9, directory, signal)).toBe(true);
  });
});
