const CODE = /\.(?:ts|tsx|mjs|js|cjs|sh)$/;
const GENERATED = /\/(?:generated|dev)\/|\.d\.ts$|report.*\.api\.md$/;
const TEST =
  /\.test\.[a-z]+$|\/(?:__testUtils__|__fixtures__|testUtils|e2e-tests)\/|\/setupTests\.ts$/;
const TEST_PACKAGES = new Set(['e2e', 'packages/test-utils']);

/** A file with fewer lines is small. */
const SMALL_LINES = 30;

/**
 * The package of a path, or its top folder if it is in no package.
 * @param {string} path
 * @returns {{name: string, isTest: boolean} | undefined} undefined when it is not counted
 */
export function placeOf(path) {
  if (!CODE.test(path) || GENERATED.test(`/${path}`)) {
    return undefined;
  }
  const [top, second] = path.split('/');
  const name =
    top === 'plugins' || top === 'packages' ? `${top}/${second}` : top;
  if (!path.includes('/') || top.startsWith('.')) {
    return undefined;
  }
  return { name, isTest: TEST_PACKAGES.has(name) || TEST.test(`/${path}`) };
}

/**
 * Reads the output of `git grep --null --count`.
 * @param {string} printed
 * @param {string} [commit] the paths are prefixed with it
 * @returns {{path: string, lines: number}[]}
 */
export function linesByGit(printed, commit) {
  const prefix = commit === undefined ? '' : `${commit}:`;
  return printed
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const [path, lines] = line.split('\0');
      return { path: path.slice(prefix.length), lines: Number(lines) };
    });
}

/**
 * @param {Iterable<{path: string, lines: number}>} files
 * @returns rows by package in alphabetical order, and their sum as the last
 */
export function count(files) {
  const rows = new Map();
  const sum = emptyRow('all');
  for (const { path, lines } of files) {
    const place = placeOf(path);
    if (place) {
      const row = rows.get(place.name) ?? emptyRow(place.name);
      rows.set(place.name, row);
      for (const each of [row, sum]) {
        add(each, place.isTest, lines);
      }
    }
  }
  const byName = [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...byName, sum];
}

function emptyRow(name) {
  return { name, source: 0, files: 0, tests: 0, testFiles: 0, small: 0 };
}

function add(row, isTest, lines) {
  if (isTest) {
    row.tests += lines;
    row.testFiles += 1;
  } else {
    row.source += lines;
    row.files += 1;
    row.small += lines < SMALL_LINES ? 1 : 0;
  }
}

/** The rows as a table of plain text. */
export function table(rows) {
  const lines = [
    [
      'package',
      'source',
      'files',
      `under ${SMALL_LINES} lines`,
      'tests',
      'files',
    ],
    ...rows.map(row =>
      [
        row.name,
        row.source,
        row.files,
        row.small,
        row.tests,
        row.testFiles,
      ].map(String),
    ),
  ];
  const widths = lines[0].map((_, column) =>
    Math.max(...lines.map(line => line[column].length)),
  );
  return lines
    .map(line =>
      line
        .map((cell, column) =>
          column === 0
            ? cell.padEnd(widths[column])
            : cell.padStart(widths[column]),
        )
        .join('  '),
    )
    .join('\n');
}
