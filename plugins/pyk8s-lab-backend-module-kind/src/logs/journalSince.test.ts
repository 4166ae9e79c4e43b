import { journalSince } from './journalSince';

const JOURNAL = [
  '2026-12-01T08:59:58.000000+0000 node kubelet[1]: old',
  '    and more of it, as long as an old line can be',
  '2026-12-01T08:59:59.999999+0000 node kubelet[1]: just too old',
  '2026-12-01T09:00:00.000001+0000 node kubelet[1]: young',
  '    2026-12-01T08:00:00.000000+0000 is in its message',
  '2026-12-01T08:59:59.000000+0000 node kubelet[1]: late',
  '',
].join('\n');
const YOUNG = JOURNAL.slice(JOURNAL.indexOf('2026-12-01T09:00:00'));

function passing(journal: string, size: number, since: string): string {
  const recent = journalSince(new Date(since));
  const bytes = Buffer.from(journal);
  let text = '';
  for (let at = 0; at < bytes.length; at += size) {
    text += Buffer.from(recent(bytes.subarray(at, at + size))).toString();
  }
  return text;
}

describe('journalSince', () => {
  it.each([1, 7, 39, 40, 41, 64, 1_000])(
    'omits lines that are too old, in pieces of %i bytes',
    size => {
      expect(passing(JOURNAL, size, '2026-12-01T09:00:00Z')).toBe(YOUNG);
    },
  );

  it.each([
    ['all that is young', '2026-12-01T00:00:00Z', JOURNAL],
    ['nothing that is old', '2026-12-01T10:00:00Z', ''],
  ])('passes %s', (_, since, text) => {
    expect(passing(JOURNAL, 50, since)).toBe(text);
  });

  it.each(['+0100', '+01:00'])('knows the offset %s', offset => {
    const line = `2026-12-01T10:00:00.500000${offset} node a[1]: b\n`;

    expect(passing(line, 9, '2026-12-01T09:00:00Z')).toBe(line);
    expect(passing(line, 9, '2026-12-01T09:00:01Z')).toBe('');
  });

  it('does not keep a long line that is too old in memory', () => {
    const recent = journalSince(new Date('2026-12-01T09:00:00Z'));
    recent(Buffer.from('2026-12-01T08:00:00.000000+0000 node a[1]: '));
    for (let part = 0; part < 100; part++) {
      expect(recent(Buffer.alloc(1_000, 'x'))).toHaveLength(0);
    }

    expect(Buffer.from(recent(Buffer.from(`\n${YOUNG}`))).toString()).toBe(
      YOUNG,
    );
  });
});
