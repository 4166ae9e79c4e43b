import MarkdownIt from 'markdown-it';
import path from 'node:path/posix';
import { folderOf } from './site';

/** A heading of a page. */
export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

/** A page as HTML. */
export interface RenderedMarkdown {
  readonly html: string;
  readonly headings: readonly Heading[];
}

// Raw HTML is shown as text: documents come from any registered repository.
const markdown = new MarkdownIt({ html: false, linkify: true });

/**
 * Renders a Markdown file.
 *
 * @param file - its path in the folder of documents, which its links start from
 */
export function renderMarkdown(text: string, file: string): RenderedMarkdown {
  const tokens = markdown.parse(text, {});
  const headings: Heading[] = [];
  const ids = new Set<string>();
  tokens.forEach((token, index) => {
    const { children } = token;
    if (token.type === 'heading_open') {
      const heading = (tokens[index + 1].children ?? [])
        .map(({ content }) => content)
        .join('');
      const id = uniqueIn(ids, slugOf(heading));
      token.attrSet('id', id);
      headings.push({ level: Number(token.tag.slice(1)), id, text: heading });
    }
    for (const child of children ?? []) {
      const name = child.type === 'image' ? 'src' : 'href';
      const target = child.attrGet(name);
      if (target && ['image', 'link_open'].includes(child.type)) {
        child.attrSet(name, rebased(target, file));
      }
    }
  });
  return {
    html: markdown.renderer.render(tokens, markdown.options, {}),
    headings,
  };
}

/** A page is in a folder of its own, so its relative links start further down. */
function rebased(target: string, file: string): string {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(target)) {
    return target;
  }
  const hash = target.indexOf('#');
  const link = hash < 0 ? target : target.slice(0, hash);
  const anchor = hash < 0 ? '' : target.slice(hash);
  const linked = path.join(path.dirname(file), link);
  const goal = linked.endsWith('.md') ? folderOf(linked) : linked;
  const relative = path.relative(folderOf(file), goal) || '.';
  return `${relative}${goal.endsWith('/') || goal === '' ? '/' : ''}${anchor}`;
}

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/[\s-]+/g, '-');
}

function uniqueIn(ids: Set<string>, slug: string): string {
  let id = slug || 'section';
  for (let count = 1; ids.has(id); count += 1) {
    id = `${slug || 'section'}_${count}`;
  }
  ids.add(id);
  return id;
}
