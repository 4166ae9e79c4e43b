import type { ResourceOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { TextField } from '@backstage/ui';
import { describeBounds, type ResourceName } from '../../labs';
import type { LabFormErrors, LabFormValues } from './labForm';
import styles from './CreateLabDialog.module.css';

const FIELDS: { name: ResourceName; label: string; unit: string }[] = [
  { name: 'cpu', label: 'CPU', unit: 'Cores' },
  { name: 'memory', label: 'Memory', unit: 'Bytes' },
];

/** How much of its host a lab may use. */
export const ResourceFields = ({
  values,
  errors,
  resources,
  onChange,
}: {
  values: LabFormValues;
  errors: LabFormErrors;
  resources: ResourceOptions;
  onChange: (change: Partial<LabFormValues>) => void;
}) => (
  <div className={styles.pair}>
    {FIELDS.map(({ name, label, unit }) => (
      <TextField
        key={name}
        label={label}
        secondaryLabel="Optional"
        description={`${unit} ${describeBounds(
          name,
          resources,
        )}, shared by all nodes. ${describeEmpty(resources.default?.[name])}`}
        value={values[name]}
        onChange={value => onChange({ [name]: value })}
        validate={() => errors[name]}
        validationBehavior="aria"
        autoComplete="off"
        spellCheck="false"
      />
    ))}
  </div>
);

function describeEmpty(value: string | undefined): string {
  return value ? `Empty: ${value}.` : 'Empty: no limit.';
}
