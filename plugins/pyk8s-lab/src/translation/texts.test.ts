import ts from 'typescript';
import { findKeys } from '../__testUtils__/findKeys';
import { findTexts } from '../__testUtils__/findTexts';
import * as messages from './messages';

const SRC = ts.sys.resolvePath(`${__dirname}/..`);

/** Words that are the same in every language, or that no component shows. */
const ALLOWED: ReadonlySet<string> = new Set([
  // An app gives extensions other titles in its configuration.
  'Labs',
  'My labs',
  'Your labs and those of your groups, as they are now',
  // What programs call it.
  'stderr',
  // Where a menu opens.
  'bottom end',
]);

/** What people type into a shell, and what it reads, is the same everywhere. */
const COMMAND = /^(?:apiVersion:|crictl|docker|export|kubectl|pyk8s) /;

const isCode = (path: string) =>
  !/\.test\.tsx?$/.test(path) &&
  !path.startsWith('__testUtils__/') &&
  !path.startsWith('translation/messages/');

/** The code of the pages, by its path below `src`. */
const CODE: ReadonlyMap<string, string> = new Map(
  ts.sys
    .readDirectory(SRC, ['.ts', '.tsx'])
    .map(path => path.slice(SRC.length + 1))
    .filter(isCode)
    .map(path => [path, ts.sys.readFile(`${SRC}/${path}`) ?? '']),
);

/** The keys of all messages, those in several numbers once: `more` for `more_one`. */
function keysOf(group: object, prefix = ''): string[] {
  const keys = Object.entries(group).flatMap(([name, message]) =>
    typeof message === 'string'
      ? [`${prefix}${name.replace(/_(?:one|other)$/, '')}`]
      : keysOf(message, `${prefix}${name}.`),
  );
  return [...new Set(keys)];
}

describe('the words of the pages', () => {
  it('are messages, which can be translated', () => {
    expect([...CODE.keys()]).toContain('components/LabPage/LabPage.tsx');
    const leftOver = [...CODE].flatMap(([path, code]) =>
      findTexts(path, code)
        .filter(({ text }) => !ALLOWED.has(text) && !COMMAND.test(text))
        .map(({ line, text }) => `${path}:${line}: ${text}`),
    );
    expect(leftOver).toEqual([]);
  });

  it('are all said somewhere, so that nobody translates others', () => {
    const found = [...CODE].map(([path, code]) => findKeys(path, code));
    const keys = keysOf(messages);
    expect(keys).toContain('entity.labCard.title');
    const unused = keys.filter(
      key =>
        !found.some(
          ({ literals, patterns }) =>
            literals.has(key) || patterns.some(pattern => pattern.test(key)),
        ),
    );
    expect(unused).toEqual([]);
  });
});

describe('findKeys', () => {
  it('finds whole keys', () => {
    const { literals } = findKeys('a.ts', 't(a ? "page.one" : "page.two")');
    expect([...literals]).toEqual(['page.one', 'page.two']);
  });

  it.each([
    ['t(`page.${a}`)', 'page.one', true],
    ['t(`page.${a}`)', 'pages.one', false],
    ['t(`page.${a}.text`)', 'page.one.text', true],
    ['t(`page.${a}.text`)', 'page.one.title', false],
    ['t(`${a}.text`)', 'page.one.text', false],
  ])('takes %s for the use of %s: %s', (code, key, isUsed) => {
    const { patterns } = findKeys('a.ts', code);
    expect(patterns.some(pattern => pattern.test(key))).toBe(isUsed);
  });
});

describe('findTexts', () => {
  it.each([
    ['text of an element', '<p>Hello</p>', ['Hello']],
    ['text around a value', '<p>Delete {name}?</p>', ['Delete']],
    ['an attribute', '<p title="Hello" />', ['Hello']],
    ['one of two words', '<p>{a ? "Yes" : "No"}</p>', ['Yes', 'No']],
    ['a default', '<p aria-label={name ?? "Nobody"} />', ['Nobody']],
    ['a template', '<p title={`Copy: ${text}`} />', ['Copy: …']],
    ['a property', 'const a = { title: "Name", id: "b" }', ['Name']],
    ['a sentence', 'say(`${lab} is running`)', ['… is running']],
  ])('finds %s', (_name, code, texts) => {
    expect(findTexts('a.tsx', code).map(({ text }) => text)).toEqual(texts);
  });

  it.each([
    ['messages', '<p title={t("page.title")}>{t("page.text", { a: "b" })}</p>'],
    ['signs', '<p title="–">{" · "}</p>'],
    [
      'other attributes',
      '<p className="wide" role={a ? "alert" : "status"} />',
    ],
    ['conditions', '<p>{status === "RUNNING" && t("page.text")}</p>'],
    ['classes', '<p className={`${styles.a} ${styles.b}`} />'],
    ['errors', 'throw new TypeError(`There is no ${name} here`)'],
    ['schemas', 'z.string().describe("What it is for")'],
    ['types', 'type A = "one thing" | "another thing"'],
  ])('leaves %s alone', (_name, code) => {
    expect(findTexts('a.tsx', code)).toEqual([]);
  });

  it('tells the line', () => {
    expect(findTexts('a.tsx', 'const a = 1;\n<p>Hello</p>')).toEqual([
      { line: 2, text: 'Hello' },
    ]);
  });
});
