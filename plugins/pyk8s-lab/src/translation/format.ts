import type { Translate } from './translate';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes for people, such as `4 GiB` or `1.5 GiB`. */
export function formatSize(t: Translate, bytes: number): string {
  const power = Math.min(
    UNITS.length - 1,
    bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10),
  );
  const value = bytes / 2 ** (10 * power);
  return t(`size.${UNITS[power]}`, {
    amount: Number(value.toFixed(value < 10 ? 1 : 0)),
  });
}

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
