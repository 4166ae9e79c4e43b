/** Stands for no choice in a list of options; no lab and no version is called so. */
export const NO_CHOICE = '';

/**
 * What a field gives for an option.
 *
 * @param option - null where nothing is selected; a list comes only from fields of
 * which one can choose several
 */
export function chosenOf(
  option: string | number | readonly (string | number)[] | null,
): string | undefined {
  return option === NO_CHOICE || typeof option === 'object'
    ? undefined
    : String(option);
}
