import { entryName, linkTarget } from './entryName';

describe('entryName', () => {
  it.each([
    ['manifest.json', 'manifest.json'],
    ['./manifest.json', 'manifest.json'],
    ['blobs//sha256/./a', 'blobs/sha256/a'],
    ['a/../b', 'b'],
    ['blobs/', 'blobs'],
    ['./', '.'],
    ['..a/b', '..a/b'],
  ])('%j is %j', (name, clean) => {
    expect(entryName(name)).toBe(clean);
  });

  it.each([
    '/manifest.json',
    '..',
    '../a',
    'a/../../b',
    '',
    'a\nb',
    'a\u0000b',
    'a\uFFFD',
    'x'.repeat(1025),
  ])('refuses %j', name => {
    expect(() => entryName(name)).toThrow(/^This is not an image archive: /);
  });
});

describe('linkTarget', () => {
  it('leads from where the link is', () => {
    expect(linkTarget('b/layer.tar', '../a/layer.tar')).toBe('a/layer.tar');
    expect(linkTarget('link', 'a/layer.tar')).toBe('a/layer.tar');
  });

  it.each(['../../etc/passwd', '../..'])('refuses %s', target => {
    expect(() => linkTarget('b/layer.tar', target)).toThrow(/outside of it/);
  });

  it('refuses an absolute one for what it is', () => {
    expect(() => linkTarget('b/layer.tar', '/a/layer.tar')).toThrow(
      /"b\/layer.tar" is an absolute link, to \/a\/layer.tar\. Pack it without/,
    );
  });
});
