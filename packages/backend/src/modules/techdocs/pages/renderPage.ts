import type { Heading } from './renderMarkdown';
import { folderOf, type NavEntry, type Site } from './site';
import { STYLESHEET_FILE } from './stylesheet';

/** A page with all that is around its text. */
export interface PageParts {
  readonly site: Pick<Site, 'name'>;
  readonly nav: readonly NavEntry[];
  readonly file: string;
  readonly title: string;
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** The whole HTML of a page, with the names that TechDocs' own styles go by. */
export function renderPage(page: PageParts): string {
  const { site, file, title, html, headings } = page;
  const root = '../'.repeat(folderOf(file).split('/').length - 1) || './';
  const pages = navHtml(page, root);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)} - ${escaped(site.name)}</title>
<link rel="stylesheet" href="${root}${STYLESHEET_FILE}">
</head>
<body dir="ltr">
<div class="md-container" data-md-component="container">
<main class="md-main" data-md-component="main">
<div class="md-main__inner md-grid">
<div class="md-sidebar md-sidebar--primary" data-md-component="sidebar" data-md-type="navigation">
<div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner">
<nav class="md-nav md-nav--primary" aria-label="Pages">${pages}</nav>
</div></div>
</div>
<div class="md-sidebar md-sidebar--secondary" data-md-component="sidebar" data-md-type="toc">
<div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner">
${contentsHtml(headings)}
</div></div>
</div>
<div class="md-content" data-md-component="content">
<article class="md-content__inner md-typeset">
<details class="md-pages"><summary>Pages</summary><nav aria-label="Pages">${pages}</nav></details>
${html}
</article>
</div>
</div>
</main>
</div>
</body>
</html>
`;
}

function navHtml({ nav, file }: PageParts, root: string): string {
  const items = nav.map(entry => {
    const { title = '', depth } = entry;
    const isActive = entry.file === file;
    const item = `<li class="md-nav__item${
      isActive ? ' md-nav__item--active' : ''
    }" data-depth="${Math.min(depth, 2)}">`;
    if (entry.file === undefined) {
      return `${item}<span class="md-nav__title">${escaped(title)}</span></li>`;
    }
    const target = /^[a-z]+:/i.test(entry.file)
      ? entry.file
      : `${root}${folderOf(entry.file)}`;
    const current = isActive ? ' aria-current="page"' : '';
    return `${item}<a class="md-nav__link${
      isActive ? ' md-nav__link--active' : ''
    }" href="${escaped(target)}"${current}>${escaped(title)}</a></li>`;
  });
  return `<ul class="md-nav__list">${items.join('')}</ul>`;
}

function contentsHtml(headings: readonly Heading[]): string {
  const items = headings
    .filter(({ level }) => level === 2 || level === 3)
    .map(
      ({ level, id, text }) =>
        `<li class="md-nav__item" data-depth="${
          level - 2
        }"><a class="md-nav__link" href="#${escaped(id)}">${escaped(
          text,
        )}</a></li>`,
    );
  return items.length === 0
    ? ''
    : `<nav class="md-nav md-nav--secondary" aria-label="On this page"><ul class="md-nav__list" data-md-component="toc">${items.join(
        '',
      )}</ul></nav>`;
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, character => ESCAPES[character]);
}
