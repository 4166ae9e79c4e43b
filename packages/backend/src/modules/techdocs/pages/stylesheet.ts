import { createHash } from 'node:crypto';

/** Beside what TechDocs itself gives to pages of mkdocs' theme. */
export const STYLESHEET = `
* { box-sizing: border-box; }
.md-nav__list { list-style: none; margin: 0; padding: 0; }
.md-nav__item { padding: 0 0 0 0.6rem; }
.md-nav__item[data-depth="1"] { padding-left: 1.4rem; }
.md-nav__item[data-depth="2"] { padding-left: 2.2rem; }
.md-nav__link { color: inherit; display: block; padding: 0.25rem 0; text-decoration: none; }
.md-nav__link:hover { text-decoration: underline; }
.md-nav__title { display: block; font-weight: 700; padding: 0.5rem 0.6rem; }
.md-sidebar { overflow-y: auto; }
.md-sidebar__scrollwrap { overflow-y: auto; }
.md-content__inner { padding: 0 1.5rem 3rem; overflow-wrap: break-word; }
.md-typeset { line-height: 1.6; }
.md-typeset h1 { font-size: 2em; font-weight: 400; margin: 0 0 1rem; }
.md-typeset h2 { font-size: 1.5em; font-weight: 400; margin: 2rem 0 0.75rem; }
.md-typeset h3 { font-size: 1.2em; margin: 1.5rem 0 0.5rem; }
.md-typeset a { color: var(--md-typeset-a-color); }
.md-typeset code { background: var(--md-code-bg-color); border-radius: 2px; font-size: 0.9em; padding: 0 0.25em; }
.md-typeset pre { background: var(--md-code-bg-color); border-radius: 4px; overflow-x: auto; padding: 0.75rem 1rem; position: relative; }
.md-typeset pre > code { background: none; padding: 0; }
.md-typeset table { border-collapse: collapse; display: block; max-width: 100%; overflow-x: auto; }
.md-typeset th, .md-typeset td { border: 1px solid var(--md-default-fg-color--lightest, #8884); padding: 0.4rem 0.75rem; text-align: left; vertical-align: top; }
.md-typeset img { max-width: 100%; }
.md-typeset blockquote { border-left: 4px solid var(--md-default-fg-color--lighter, #8888); margin-left: 0; padding-left: 1rem; }
.md-pages { display: none; }
@media screen and (max-width: 76.1875em) {
  .md-sidebar { display: none; }
  .md-typeset .md-pages { display: block; margin: 0 0 1.5rem; padding: 0; }
  .md-typeset .md-pages > summary { margin: 0; padding: 0; }
  .md-content__inner { padding: 0 0.5rem 3rem; }
}
`;

const hash = createHash('sha256').update(STYLESHEET).digest('hex').slice(0, 8);

/** TechDocs shows no stylesheet that is called otherwise. */
export const STYLESHEET_FILE = `assets/stylesheets/main.${hash}.min.css`;
