import path from 'node:path/posix';
import { parseDocument } from 'yaml';

/** An entry of the navigation; a section has no page of its own. */
export interface NavEntry {
  readonly title?: string;
  /** Of the Markdown file, in the folder of documents. */
  readonly file?: string;
  readonly depth: number;
}

/** What an `mkdocs.yml` says of a site. */
export interface Site {
  readonly name: string;
  readonly description: string;
  readonly docsDir: string;
  readonly nav: readonly NavEntry[];
}

const MAX_DEPTH = 5;

/**
 * Reads what is needed of an `mkdocs.yml`.
 *
 * @throws when it is not valid YAML
 */
export function parseSite(text: string): Site {
  // Tags of Python, which extensions of mkdocs use, are left alone.
  const document = parseDocument(text, { logLevel: 'error' });
  if (document.errors.length > 0) {
    throw new Error(`mkdocs.yml is not valid: ${document.errors[0].message}`);
  }
  const content: unknown = document.toJS({ maxAliasCount: 20 });
  const site = isObject(content) ? content : {};
  return {
    name: textOf(site.site_name) ?? 'Documentation',
    description: textOf(site.site_description) ?? '',
    docsDir: textOf(site.docs_dir) ?? 'docs',
    nav: navOf(site.nav, 0),
  };
}

/** The folder of a page, with a slash at its end; empty for the first page. */
export function folderOf(file: string): string {
  const { dir, name } = path.parse(file);
  const isIndex = ['index', 'readme'].includes(name.toLowerCase());
  const folder = isIndex ? dir : path.join(dir, name);
  return folder === '' ? '' : `${folder}/`;
}

function navOf(entries: unknown, depth: number): NavEntry[] {
  if (!Array.isArray(entries) || depth > MAX_DEPTH) {
    return [];
  }
  return entries.flatMap((entry): NavEntry[] => {
    if (typeof entry === 'string') {
      return [{ file: entry, depth }];
    }
    return isObject(entry)
      ? Object.entries(entry).flatMap(([title, value]) =>
          typeof value === 'string'
            ? [{ title, file: value, depth }]
            : [{ title, depth }, ...navOf(value, depth + 1)],
        )
      : [];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
