import { Select } from '@backstage/ui';
import { useOwnerNames } from '../../hooks';

/** Who shall own a lab: the caller, or one of the caller's groups. */
export const OwnerField = ({
  value,
  error,
  owners,
  onChange,
}: {
  value: string;
  error: string | undefined;
  /** Entity refs, the caller's own first. */
  owners: string[];
  onChange: (owner: string) => void;
}) => {
  const names = useOwnerNames(owners);
  return (
    <Select
      label="Owner"
      description="A group's lab belongs to all of its members."
      options={owners.map((ref, index) => ({
        id: ref,
        label: index === 0 ? `Me: ${names[index]}` : names[index],
      }))}
      value={value}
      onChange={owner => onChange(String(owner))}
      validate={() => error}
      validationBehavior="aria"
    />
  );
};
