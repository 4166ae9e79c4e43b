import { Select, TextField } from '@backstage/ui';
import { focusOnMount, useOwnerNames } from '../../hooks';
import { useTranslate } from '../../translation';

/** The owner that a lab shall have: one of a few, or anybody. */
export const NewOwnerField = ({
  value,
  error,
  choices,
  isFree,
  onChange,
}: {
  value: string;
  error: string | undefined;
  /** Entity refs. */
  choices: string[];
  /** True where any user or group will do. */
  isFree: boolean;
  onChange: (value: string) => void;
}) => {
  const t = useTranslate();
  const names = useOwnerNames(choices);
  return isFree ? (
    <TextField
      label={t('handOverDialog.newOwner')}
      description={t('handOverDialog.anybodyHelp')}
      isRequired
      ref={focusOnMount}
      value={value}
      onChange={onChange}
      validate={() => error}
      validationBehavior="aria"
      autoComplete="off"
      spellCheck="false"
    />
  ) : (
    <Select
      label={t('handOverDialog.newOwner')}
      description={t('handOverDialog.choiceHelp')}
      options={choices.map((ref, index) => ({ id: ref, label: names[index] }))}
      value={value}
      onChange={ref => onChange(String(ref))}
    />
  );
};
