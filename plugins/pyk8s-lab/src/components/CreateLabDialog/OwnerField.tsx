import type { LabOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Select } from '@backstage/ui';
import { useOwnerNames } from '../../hooks';
import { describeQuotas } from '../../labs';
import { useTranslate } from '../../translation';

/**
 * Who shall own a lab: the caller, or one of the caller's groups, with how much
 * of their quota is used.
 */
export const OwnerField = ({
  value,
  error,
  simulated,
  options,
  onChange,
}: {
  value: string;
  error: string | undefined;
  /** Whether the lab will be simulated. */
  simulated: boolean;
  options: LabOptions;
  onChange: (owner: string) => void;
}) => {
  const t = useTranslate();
  // The caller's own comes first.
  const { owners } = options;
  const names = useOwnerNames(owners);
  const name = names[owners.indexOf(value)] ?? value;
  const help = [
    t('createDialog.owner.help'),
    ...describeQuotas(t, options, { owner: value, simulated }, name),
  ];
  return (
    <Select
      label={t('createDialog.owner.label')}
      description={help.join(' ')}
      options={owners.map((ref, index) => ({
        id: ref,
        label:
          index === 0
            ? t('createDialog.owner.me', { name: names[index] })
            : names[index],
      }))}
      value={value}
      onChange={owner => onChange(String(owner))}
      validate={() => error}
      validationBehavior="aria"
    />
  );
};
