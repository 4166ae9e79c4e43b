import ts from 'typescript';

/** Words separated by a space: a text for users rather than a name. */
const SENTENCE = /\p{L} +\p{L}/u;
/** Calls whose texts are not for users. */
const TEST_CALLS = new Set(['describe', 'it', 'test']);

/**
 * Extracts the texts of a source file, each on its original line, so that line numbers
 * match. Comments, imports and the titles of tests are omitted.
 *
 * @param {string} source of a TypeScript file
 * @param {string} fileName its extension tells whether it contains JSX
 */
export function textsOf(source, fileName) {
  const file = ts.createSourceFile(
    fileName,
    source,
    ts.ScriptTarget.Latest,
    false,
  );
  const lines = Array.from({ length: source.split('\n').length }, () => '');
  const visit = node => {
    if (
      ts.isImportDeclaration(node) ||
      ts.isExportDeclaration(node) ||
      isTestCall(node)
    ) {
      return;
    }
    const text = textOf(node, source);
    if (text !== undefined && SENTENCE.test(text)) {
      const { line } = file.getLineAndCharacterOfPosition(
        ts.skipTrivia(source, node.pos),
      );
      text.split('\n').forEach((part, index) => {
        lines[line + index] = `${lines[line + index] ?? ''} ${part}`.trim();
      });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return lines.join('\n');
}

function textOf(node, source) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return node.text;
  }
  if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.map(({ literal }) => literal.text);
    return [node.head.text, ...parts].join('…');
  }
  return ts.isJsxText(node)
    ? source.slice(node.pos, node.end).trim()
    : undefined;
}

function isTestCall(node) {
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    TEST_CALLS.has(node.expression.text)
  );
}
