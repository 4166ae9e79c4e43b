import { InputError } from '@backstage/errors';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { tarOf } from '../__testUtils__/tar';
import { readArchive } from './readArchive';

/** An archive with one byte or more of its first header changed, and a right checksum. */
function withHeader(tar: Buffer, change: (header: Buffer) => void): Buffer {
  const changed = Buffer.from(tar);
  change(changed);
  changed.write(' '.repeat(8), 148);
  const sum = changed.subarray(0, 512).reduce((all, byte) => all + byte, 0);
  changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return changed;
}

describe('readArchive', () => {
  it('packs files and folders again, by plain names', async () => {
    const { bytes, entries } = await readArchive(
      await tarOf({ './a/b.yaml': 'b', 'c d?.yaml': 'c' }, [
        { name: './', type: 'directory' },
        { name: 'empty/', type: 'directory' },
      ]),
    );
    expect(Object.fromEntries(entries)).toEqual({
      a: 'directory',
      'a/b.yaml': 'file',
      'c d?.yaml': 'file',
      empty: 'directory',
    });
    const files: Record<string, string> = {};
    const reading = extract();
    Readable.from([bytes]).pipe(reading);
    for await (const entry of reading) {
      const content = await buffer(Readable.from(entry));
      files[entry.header.name] = content.toString();
    }
    expect(files).toEqual({ 'a/b.yaml': 'b', 'c d?.yaml': 'c', empty: '' });
  });

  it('reads long names, and what git archive adds', async () => {
    const long = `${'folder/'.repeat(30)}a.yaml`;
    const { entries } = await readArchive(await tarOf({ [long]: 'a' }));
    expect(entries.get(long)).toBe('file');
  });

  it.each<[string, () => Promise<Buffer>, string]>([
    [
      'a symbolic link',
      () => tarOf({}, [{ name: 'a', type: 'symlink', linkname: '/etc' }]),
      'neither a file nor a folder',
    ],
    [
      'a hard link',
      () => tarOf({}, [{ name: 'a', type: 'link', linkname: 'b' }]),
      'neither a file nor a folder',
    ],
    [
      'a device',
      () => tarOf({}, [{ name: 'a', type: 'character-device' }]),
      'neither a file nor a folder',
    ],
    ['a name that leads out', () => tarOf({ 'a/../../b': '' }), 'without ".."'],
    ['an absolute name', () => tarOf({ '/etc/a': '' }), 'names are relative'],
    [
      'a name of control characters',
      () => tarOf({ 'a\nb': '' }),
      'names are relative',
    ],
    ['a file twice', () => tarOf({ a: '', './a': '' }), '"a" twice'],
    [
      'a file as a folder',
      () => tarOf({ a: '', 'a/b': '' }),
      'as a file and as a folder',
    ],
    ['a folder as a file', () => tarOf({ 'a/b': '', a: '' }), '"a" twice'],
    ['nothing', () => tarOf({}), 'is empty'],
    [
      'sparse files',
      () => tarOf({}, [{ name: 'a', pax: { 'GNU.sparse.major': '1' } }]),
      'not a tar archive',
    ],
    [
      'sizes that differ',
      () => tarOf({}, [{ name: 'a', pax: { size: '9' } }]),
      'not a tar archive',
    ],
    [
      'long headers for all entries',
      () => tarOf({}, [{ name: 'a', pax: { comment: 'x'.repeat(10_000) } }]),
      'not a tar archive',
    ],
    [
      'half of a file',
      async () => (await tarOf({ a: 'x'.repeat(2_000) })).subarray(0, 1_024),
      'not a tar archive',
    ],
    [
      'a size that is no number',
      async () =>
        withHeader(await tarOf({ a: 'a' }), header =>
          header.write('\0 7', 124),
        ),
      'not a tar archive',
    ],
    [
      'a size in base 256',
      async () =>
        withHeader(await tarOf({ a: 'a' }), header =>
          header.writeUInt8(0x80, 124),
        ),
      'not a tar archive',
    ],
  ])('refuses %s', async (_, archive, message) => {
    const reading = readArchive(await archive());
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(message);
  });

  it('refuses too many entries, and too much in all', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_001 }, (_, index) => [`${index}.yaml`, '']),
    );
    await expect(readArchive(await tarOf(many))).rejects.toThrow(
      'more than 2000 files and folders',
    );
    const large = 'x'.repeat(11 * 2 ** 20);
    await expect(
      readArchive(await tarOf({ a: large, b: large })),
    ).rejects.toMatchObject({ name: 'PayloadTooLargeError' });
  });
});
