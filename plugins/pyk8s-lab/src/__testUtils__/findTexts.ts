import ts from 'typescript';

/** Words that stand in the code, where they cannot be translated. */
export interface FoundText {
  line: number;
  text: string;
}

/** Attributes and properties of objects that people get to read. */
const READ_BY_PEOPLE = new Set([
  'advice',
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'hint',
  'label',
  'message',
  'placeholder',
  'secondaryLabel',
  'text',
  'title',
]);

/** Operators whose value is what stands beside them. */
const JOINS = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** Expressions whose value is made of their parts. */
const PASSES_ON = new Set([
  ts.SyntaxKind.ArrayLiteralExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.JsxExpression,
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.TemplateExpression,
  ts.SyntaxKind.TemplateSpan,
]);

const WORD = /\p{L}/u;
const SEVERAL_WORDS = /\p{L}{2,}[,;:]? \p{L}{2,}/u;

/**
 * Finds what people would read in English whatever the language of the app: text
 * and attributes of elements, and several words in a row anywhere else. What
 * errors say is not of them: it is for developers.
 *
 * @param fileName - ends with `.ts` or `.tsx`
 */
export function findTexts(fileName: string, code: string): FoundText[] {
  const file = ts.createSourceFile(
    fileName,
    code,
    ts.ScriptTarget.Latest,
    true,
  );
  const found: FoundText[] = [];

  const report = (node: ts.Node, text: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push({ line: line + 1, text: text.replace(/\s+/g, ' ').trim() });
  };

  const visit = (node: ts.Node, isRead: boolean) => {
    if (isForDevelopers(node)) {
      return;
    }
    const text = fixedTextOf(node);
    if (text && (isRead ? WORD : SEVERAL_WORDS).test(text)) {
      report(node, text);
    }
    ts.forEachChild(node, child => visit(child, isReadIn(node, child, isRead)));
  };
  visit(file, false);
  return found;
}

/** The words of a node itself, without those of expressions in it. */
function fixedTextOf(node: ts.Node): string | undefined {
  if (ts.isJsxText(node) || ts.isStringLiteralLike(node)) {
    return node.text;
  }
  if (ts.isTemplateExpression(node)) {
    const { head, templateSpans } = node;
    return [head, ...templateSpans.map(span => span.literal)]
      .map(part => part.text)
      .join('…');
  }
  return undefined;
}

/** Whether people read what a part of a node has for its value. */
function isReadIn(node: ts.Node, part: ts.Node, isRead: boolean): boolean {
  if (ts.isJsxAttribute(node)) {
    return part !== node.name && READ_BY_PEOPLE.has(node.name.getText());
  }
  if (ts.isPropertyAssignment(node)) {
    return part === node.initializer && READ_BY_PEOPLE.has(nameOf(node.name));
  }
  if (ts.isJsxElement(node) || ts.isJsxFragment(node)) {
    return ts.isJsxText(part) || ts.isJsxExpression(part);
  }
  if (ts.isConditionalExpression(node)) {
    return isRead && part !== node.condition;
  }
  if (ts.isBinaryExpression(node)) {
    return isRead && JOINS.has(node.operatorToken.kind);
  }
  // What is given to a function, as the key of a message, is not what it makes.
  return isRead && PASSES_ON.has(node.kind);
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';
}

/** What zod's schemas say of themselves, to those who write templates. */
function describesSchema(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'describe' &&
    ts.isStringLiteralLike(node.arguments[0])
  );
}

function isForDevelopers(node: ts.Node): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isTypeNode(node) ||
    (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) ||
    describesSchema(node)
  );
}
