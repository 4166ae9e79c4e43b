import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromRoot, ROOT, TOOLS_DIR } from '../common/paths.mjs';
import { textsOf } from './texts.mjs';

const SOURCES = /^(?:packages|plugins)\/[^/]+\/src\/.*(?<!\.d|\.test)\.tsx?$/;
const NOT_READ = /\/(?:generated|__testUtils__|__fixtures__|testUtils)\//;
const DOCS = /^(?:docs\/.*|[^/]*|(?:packages|plugins|examples)\/.*)\.md$/;
const NOT_WRITTEN = /CHANGELOG\.md$|\.api\.md$|report.*\.md$/;

/** Prose files. */
const DESCRIPTIONS = /^plugins\/[^/]+\/(?:config\.d\.ts|.*\/openapi\.yaml)$/;

/** The folder of the extracted texts, under the names of their files. */
const TEXTS_DIR = join(TOOLS_DIR, 'words');

const paths = execFileSync('git', ['ls-files', '-z'], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 64 * 2 ** 20,
}).split('\0');
const docs = paths.filter(path => DOCS.test(path) && !NOT_WRITTEN.test(path));
const sources = paths.filter(
  path => SOURCES.test(path) && !NOT_READ.test(path),
);
rmSync(TEXTS_DIR, { recursive: true, force: true });
for (const path of [
  ...sources,
  ...paths.filter(one => DESCRIPTIONS.test(one)),
]) {
  const content = readFileSync(fromRoot(path), 'utf8');
  const texts = DESCRIPTIONS.test(path) ? content : textsOf(content, path);
  if (texts.trim() !== '') {
    const file = join(TEXTS_DIR, `${path}.txt`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, texts);
  }
}
try {
  execFileSync(
    'textlint',
    ['--format=unix', ...docs, `${TEXTS_DIR}/**/*.txt`],
    { cwd: ROOT, stdio: 'inherit' },
  );
} catch (error) {
  process.exitCode = error.status || 1;
}
