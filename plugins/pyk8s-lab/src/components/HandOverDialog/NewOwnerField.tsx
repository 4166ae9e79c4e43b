import { Select, TextField } from '@backstage/ui';
import { focusOnMount, useOwnerNames } from '../../hooks';

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
  const names = useOwnerNames(choices);
  return isFree ? (
    <TextField
      label="New owner"
      description="The entity ref of a user or group, such as group:default/team-a."
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
      label="New owner"
      description="A group's lab belongs to all of its members."
      options={choices.map((ref, index) => ({ id: ref, label: names[index] }))}
      value={value}
      onChange={ref => onChange(String(ref))}
    />
  );
};
