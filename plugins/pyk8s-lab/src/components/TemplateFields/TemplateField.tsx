import { Box, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import { messageOf } from '../../api';
import { useTranslate } from '../../translation';
import styles from './TemplateFields.module.css';

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

/**
 * The surface that a field stands out from. The forms of templates are not of
 * this library, which does not know the colour of what is behind its fields.
 */
export const FieldSurface = ({ children }: { children: ReactNode }) => (
  <Box bg="neutral">{children}</Box>
);

/** In place of a field: what can be chosen is not known, or why it cannot be. */
export const LoadingField = ({ error }: { error: Error | undefined }) => {
  const t = useTranslate();
  return error ? (
    <Text as="p" color="danger" role="alert" className={styles.note}>
      {t('fields.failed', { reason: messageOf(error) })}
    </Text>
  ) : (
    <div aria-busy="true">
      <VisuallyHidden role="status">{t('fields.loading')}</VisuallyHidden>
      <Skeleton width="100%" height={64} />
    </div>
  );
};
