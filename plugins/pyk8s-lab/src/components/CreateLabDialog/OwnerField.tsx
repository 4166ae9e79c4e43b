import type { LabOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Select } from '@backstage/ui';
import { useOwnerNames } from '../../hooks';
import { describeQuota, quotasFor } from '../../labs';

/**
 * Who shall own a lab: the caller, or one of the caller's groups, with how much
 * of their quota is used.
 */
export const OwnerField = ({
  value,
  error,
  options,
  onChange,
}: {
  value: string;
  error: string | undefined;
  options: LabOptions;
  onChange: (owner: string) => void;
}) => {
  // The caller's own comes first.
  const { owners } = options;
  const names = useOwnerNames(owners);
  const name = names[owners.indexOf(value)] ?? value;
  const use = quotasFor(options, value)
    .filter(({ scope }) => scope !== 'total')
    .map(quota => ` ${describeQuota(quota, name)} in use.`)
    .join('');
  return (
    <Select
      label="Owner"
      description={`A group's lab belongs to all of its members.${use}`}
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
