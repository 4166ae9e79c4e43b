import { InputError } from '@backstage/errors';
import {
  type GeneratorRunOptions,
  getMkdocsYml,
} from '@backstage/plugin-techdocs-node';
import {
  cp,
  mkdir,
  readdir,
  readFile,
  realpath,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { type RenderedMarkdown, renderMarkdown } from './renderMarkdown';
import { renderPage } from './renderPage';
import { folderOf, type NavEntry, parseSite } from './site';
import { STYLESHEET, STYLESHEET_FILE } from './stylesheet';

const MAX_FILES = 5_000;
const MAX_PAGE_BYTES = 2 * 2 ** 20;

interface Page extends RenderedMarkdown {
  readonly file: string;
  readonly title: string;
  readonly text: string;
}

/**
 * Builds documentation from its Markdown files, with neither Python nor a
 * container. Extensions of mkdocs are not known.
 */
export async function buildPages(
  options: Pick<
    GeneratorRunOptions,
    'inputDir' | 'outputDir' | 'siteOptions' | 'etag'
  >,
): Promise<void> {
  const { inputDir, outputDir, siteOptions, etag } = options;
  const { content } = await getMkdocsYml(inputDir, siteOptions);
  const site = parseSite(content);
  const root = await realpath(inputDir);
  const docsDir = await realpath(path.resolve(root, site.docsDir));
  if (!`${docsDir}${path.sep}`.startsWith(`${root}${path.sep}`)) {
    throw new InputError(
      `docs_dir "${site.docsDir}" must be a folder inside of the source, for example "docs".`,
    );
  }
  const files = await filesIn(docsDir);
  const pages = await Promise.all(
    files
      .filter(file => file.endsWith('.md'))
      .map(file => readPage(docsDir, file, site.nav)),
  );
  const write = async (file: string, text: string) => {
    const target = path.join(outputDir, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  };
  const nav = navFor(site.nav, pages);
  for (const page of pages) {
    await write(
      `${folderOf(page.file)}index.html`,
      renderPage({ site, nav, ...page }),
    );
  }
  for (const file of files.filter(one => !one.endsWith('.md'))) {
    const target = path.join(outputDir, file);
    await mkdir(path.dirname(target), { recursive: true });
    await cp(path.join(docsDir, file), target);
  }
  await write(STYLESHEET_FILE, STYLESHEET);
  await write('search/search_index.json', searchIndexOf(pages));
  await write(
    'techdocs_metadata.json',
    JSON.stringify({
      site_name: site.name,
      site_description: site.description,
      build_timestamp: Date.now(),
      files: await filesIn(outputDir),
      ...(etag && { etag }),
    }),
  );
}

/** What is no regular file, such as a link out of the folder, is left out. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry =>
      path.relative(folder, path.join(entry.parentPath, entry.name)),
    )
    .map(file => file.split(path.sep).join('/'))
    .sort();
  if (files.length > MAX_FILES) {
    throw new InputError(`The documentation has more than ${MAX_FILES} files`);
  }
  return files;
}

async function readPage(
  docsDir: string,
  file: string,
  nav: readonly NavEntry[],
): Promise<Page> {
  const source = path.join(docsDir, file);
  if ((await stat(source)).size > MAX_PAGE_BYTES) {
    throw new InputError(`${file} is larger than ${MAX_PAGE_BYTES} bytes`);
  }
  const text = await readFile(source, 'utf8');
  const rendered = renderMarkdown(text, file);
  const title =
    nav.find(entry => entry.file === file)?.title ??
    rendered.headings.find(({ level }) => level === 1)?.text ??
    path.basename(file, '.md');
  return { file, title, text, ...rendered };
}

function navFor(nav: readonly NavEntry[], pages: readonly Page[]): NavEntry[] {
  return nav.length > 0
    ? nav.map(entry => ({
        title: pages.find(({ file }) => file === entry.file)?.title,
        ...entry,
      }))
    : pages.map(({ title, file }) => ({ title, file, depth: 0 }));
}

function searchIndexOf(pages: readonly Page[]): string {
  const docs = pages.map(({ file, title, text }) => ({
    location: folderOf(file),
    title,
    text,
  }));
  return JSON.stringify({ config: { lang: ['en'] }, docs });
}
