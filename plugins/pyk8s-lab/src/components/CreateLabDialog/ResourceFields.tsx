import type { ResourceOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { TextField } from '@backstage/ui';
import { describeBounds, type ResourceName } from '../../labs';
import { useTranslate } from '../../translation';
import type { LabFormErrors, LabFormValues } from './labForm';
import styles from './CreateLabDialog.module.css';

const FIELDS: ResourceName[] = ['cpu', 'memory'];

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
}) => {
  const t = useTranslate();
  const describeEmpty = (amount: string | undefined) =>
    amount
      ? t('createDialog.resources.emptyMeans', { amount })
      : t('createDialog.resources.emptyMeansNoLimit');
  return (
    <div className={styles.pair}>
      {FIELDS.map(name => (
        <TextField
          key={name}
          label={t(`createDialog.resources.${name}`)}
          secondaryLabel={t('createDialog.optional')}
          description={[
            describeBounds(t, name, resources),
            describeEmpty(resources.default?.[name]),
          ].join(' ')}
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
};
