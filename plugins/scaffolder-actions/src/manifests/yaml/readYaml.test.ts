import { readYaml } from './readYaml';

const read = (text: string) => readYaml(text, 'x.yaml').map(one => one.value);

describe('readYaml', () => {
  // As `kubectl annotate --local --output=json` has read them.
  it.each<[string, unknown]>([
    ['0400', 256],
    ['0644', 420],
    ['-0400', -256],
    ['0o400', 256],
    ['08', 8],
    ['0_8', 8],
    ['09.5', 9.5],
    ['0b11', 3],
    ['0x1F', 31],
    ['1_000', 1000],
    ['+1', 1],
    ['1.', 1],
    ['.5', 0.5],
    ['1e3', 1000],
    ['0', 0],
    ['yes', true],
    ['on', true],
    ['y', true],
    ['No', false],
    ['off', false],
    ['true', true],
    ['~', null],
    ['', null],
    ['1:30', '1:30'],
    ['1:30:00.5', '1:30:00.5'],
    ['2026-01-01', '2026-01-01'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['"0400"', '0400'],
    ["'yes'", 'yes'],
    ['e5', 'e5'],
    ['.', '.'],
    ['1.2.3', '1.2.3'],
    ['!!str 5', '5'],
    ['!!float 1', 1],
  ])('reads %s as Kubernetes does', (text, value) => {
    expect(read(`a: ${text}`)).toEqual([{ a: value }]);
    expect(read(`%YAML 1.2\n---\na: ${text}`)).toEqual([{ a: value }]);
  });

  it('reads keys as Kubernetes does', () => {
    expect(read('{ on: 1, 5: 2, n: 3 }')).toEqual([
      { true: 1, 5: 2, false: 3 },
    ]);
    const [value] = read('{ __proto__: { a: 1 } }');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
  });

  it('resolves aliases and merge keys', () => {
    expect(
      read(`x: &x { a: 1, b: 2 }
w: { <<: *x, b: 3 }
z: { b: 4, <<: [{ c: 5 }, *x] }
again: *x
quoted: { "<<": 6 }`),
    ).toEqual([
      {
        x: { a: 1, b: 2 },
        w: { a: 1, b: 3 },
        z: { a: 1, b: 4, c: 5 },
        again: { a: 1, b: 2 },
        quoted: { '<<': 6 },
      },
    ]);
  });

  it.each([
    ['{ a: 1, b: { c: 1, c: 2 } }', 'x.yaml has the key "c" twice.'],
    ['{ y: 1, true: 2 }', 'x.yaml has the key "true" twice.'],
    ['a: 1\n---\nb: 1\nb: 2', 'x.yaml, document 2 has the key "b" twice.'],
    ['a: *b', '"*b"'],
    ['a: &a [*a]', 'has "*a", with no such anchor before'],
    ['a: { <<: 7 }', 'merges ("<<") what is not a map'],
    ['{ ? [a] : b }', 'has a key that is not text'],
    ['a: 12345678901234567890', 'put it in quotes'],
    ['a: !!binary aGVsbG8=', 'has a tag'],
    ['a: !exec x', 'has a tag'],
    ['a: [', 'x.yaml is not valid YAML'],
  ])('refuses %s', (text, why) => {
    expect(() => read(text)).toThrow(why);
  });

  it('is soon done with many keys', () => {
    const keys = Array.from({ length: 80_000 }, (_, i) => `key${i}: 1`);
    const started = performance.now();
    expect(Object.keys(read(keys.join('\n'))[0] as object)).toHaveLength(
      80_000,
    );
    expect(performance.now() - started).toBeLessThan(10_000);
  }, 30_000);

  // Each would keep the whole backend busy: the limit of time tells.
  it.each<[string, () => string, string]>([
    [
      'aliases of aliases',
      () =>
        `a0: &a0 [1,1,1,1,1,1,1,1,1]\n${Array.from(
          { length: 20 },
          (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(8)}*a${i}]`,
        ).join('\n')}`,
      'more than 500000 values',
    ],
    [
      'merge keys without end',
      () =>
        `a: &a {${Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join(
          ', ',
        )}}\nb:\n${'- { <<: *a }\n'.repeat(50_000)}`,
      'more than 500000 values',
    ],
    ['depth', () => '['.repeat(20_000), 'x.yaml'],
    [
      'depth that ends',
      () => `${'['.repeat(500)}${']'.repeat(500)}`,
      'more than 100 levels',
    ],
  ])(
    'is soon done with %s',
    (_, make, why) => {
      const text = make();
      const started = performance.now();
      expect(() => read(text)).toThrow(why);
      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});
