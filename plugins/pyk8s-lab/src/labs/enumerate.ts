import type { Translate } from '../translation';

/** Names things one after the other: `a, b and c`. */
export function enumerate(t: Translate, things: readonly string[]): string {
  const others = [...things];
  const last = others.pop() ?? '';
  if (others.length === 0) {
    return last;
  }
  return t('enumeration.last', {
    others: others.reduce((before, next) =>
      t('enumeration.next', { others: before, next }),
    ),
    last,
  });
}
