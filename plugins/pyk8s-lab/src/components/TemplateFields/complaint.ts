/**
 * The id of the text with which the form says what is wrong with a field, as
 * react-jsonschema-form makes it.
 *
 * @returns undefined where nothing is wrong
 */
export function complaintOf(
  { $id }: { $id: string },
  rawErrors: string[],
): string | undefined {
  return rawErrors.length > 0 ? `${$id}__error` : undefined;
}
