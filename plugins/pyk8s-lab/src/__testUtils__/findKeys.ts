import ts from 'typescript';

/** What code may ask messages by. */
export interface FoundKeys {
  /** Whole keys, among other literals. */
  literals: ReadonlySet<string>;
  /** Keys that are put together, as of `` t(`status.${status}`) ``. */
  patterns: RegExp[];
}

/** Signs that begin a key: the group that a message is in. */
const GROUP = /^\w+\./;

/**
 * Finds the keys of messages in code: every literal, and every template that begins
 * with the name of a group.
 *
 * @param fileName - ends with `.ts` or `.tsx`
 */
export function findKeys(fileName: string, code: string): FoundKeys {
  const literals = new Set<string>();
  const patterns: RegExp[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node)) {
      literals.add(node.text);
    } else if (ts.isTemplateExpression(node) && GROUP.test(node.head.text)) {
      const { head, templateSpans } = node;
      const parts = [head, ...templateSpans.map(span => span.literal)];
      patterns.push(
        new RegExp(`^${parts.map(part => escaped(part.text)).join('.+')}$`),
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(fileName, code, ts.ScriptTarget.Latest));
  return { literals, patterns };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
