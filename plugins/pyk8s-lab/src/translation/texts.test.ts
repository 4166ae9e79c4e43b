import ts from 'typescript';
import { findTexts } from '../__testUtils__/findTexts';

const SRC = ts.sys.resolvePath(`${__dirname}/..`);

/** Words that are the same in every language, or that no component shows. */
const ALLOWED: ReadonlySet<string> = new Set([
  // An app gives the page another title in its configuration.
  'Labs',
  // Those of the home page's widgets, too.
  'My labs',
  'Your labs and those of your groups, as they are now',
  // What programs call it.
  'stderr',
  // Where a menu opens.
  'bottom end',
]);

/** What people type into a shell, and what it reads, is the same everywhere. */
const COMMAND = /^(?:apiVersion:|crictl|docker|export|kubectl) /;

const isCode = (path: string) =>
  !/\.test\.tsx?$/.test(path) &&
  !path.startsWith('__testUtils__/') &&
  !path.startsWith('translation/messages/');

describe('the words of the pages', () => {
  it('are messages, which can be translated', () => {
    const files = ts.sys
      .readDirectory(SRC, ['.ts', '.tsx'])
      .map(path => path.slice(SRC.length + 1))
      .filter(isCode);
    expect(files).toContain('components/LabPage/LabPage.tsx');
    const leftOver = files.flatMap(path =>
      findTexts(path, ts.sys.readFile(`${SRC}/${path}`) ?? '')
        .filter(({ text }) => !ALLOWED.has(text) && !COMMAND.test(text))
        .map(({ line, text }) => `${path}:${line}: ${text}`),
    );
    expect(leftOver).toEqual([]);
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
