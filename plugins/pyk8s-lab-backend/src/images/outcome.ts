import type { NodeImport } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** As many as people read. */
const MOST_NAMES = 5;

/** Nodes know an imported image by its tags: a digest finds none. */
export function inEveryNode(names: readonly string[]): string {
  return `Imported into all nodes: ${names.join(
    ', ',
  )}. Pods ask for it by name and tag, not by a digest.`;
}

/** @throws Error naming the nodes that lack an image, and why */
export function assertInEveryNode(imports: readonly NodeImport[]): void {
  const failed = imports.filter(({ failure }) => failure !== undefined);
  if (failed.length === 0) {
    return;
  }
  const names = unique(failed.flatMap(one => one.names));
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const lacking = new Set(failed.map(({ node }) => node));
  const having = unique(imports.map(({ node }) => node)).filter(
    node => !lacking.has(node),
  );
  throw new Error(
    [
      `Not imported into ${[...lacking].join(', ')}: ${shown}${
        names.length > MOST_NAMES ? ' and more' : ''
      }.`,
      ...unique(failed.map(({ failure = '' }) => asSentence(failure))),
      having.length > 0
        ? `It is in ${having.join(', ')}; import it again to complete it.`
        : 'Import it again when the cause is fixed.',
    ].join(' '),
  );
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}

function asSentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
