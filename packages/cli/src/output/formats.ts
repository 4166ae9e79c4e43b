import { stringify } from 'yaml';
import { UsageError } from '../errors';

/** The output formats. */
export const FORMATS = ['table', 'json', 'yaml', 'name'] as const;

/** An output format. */
export type Format = (typeof FORMATS)[number];

/** @throws UsageError */
export function readFormat(text: string): Format {
  const found = FORMATS.find(each => each === text);
  if (!found) {
    throw new UsageError(
      `"${text.slice(0, 40)}" is not a format: choose one of ${FORMATS.join(
        ', ',
      )}.`,
    );
  }
  return found;
}

/**
 * Writes a result.
 * @param forms - table: for people; name: the name, one per line
 */
export function format(
  value: unknown,
  as: Format,
  forms: { table: () => string; name: () => string },
): string {
  switch (as) {
    case 'json':
      return `${JSON.stringify(value, null, 2)}\n`;
    case 'yaml':
      return stringify(value);
    case 'name':
      return forms.name();
    default:
      return forms.table();
  }
}
