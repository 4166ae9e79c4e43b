import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Select, Text } from '@backstage/ui';
import { useFollowedLabs, useOwnerNames, useOwnLabs } from '../../hooks';
import { labsRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import { isChoosable, type labSchema, type LabValue } from './lab';
import {
  FieldSurface,
  chosenOf,
  NO_CHOICE,
  complaintOf,
  LoadingField,
} from './TemplateField';
import styles from './TemplateFields.module.css';

/** One of the user's labs that run, as they come and go. */
export const LabPicker = ({
  formData,
  onChange,
  schema,
  uiSchema,
  rawErrors = [],
  required,
  idSchema,
}: typeof labSchema.TProps) => {
  const t = useTranslate();
  const { labs, isLoading, error } = useFollowedLabs(useOwnLabs());
  const running = labs.filter(isChoosable);
  const owners = useOwnerNames(running.map(({ owner }) => owner));
  const labsPath = useRouteRef(labsRouteRef)?.();
  if (isLoading || error) {
    return <LoadingField error={error} />;
  }
  const { title = t('fields.lab.title'), description = t('fields.lab.text') } =
    schema;
  const key: LabValue = uiSchema['ui:options']?.value ?? 'id';
  return (
    <FieldSurface>
      <div className={styles.field}>
        <Select
          label={title}
          description={description}
          placeholder={t('fields.lab.choose')}
          isRequired={Boolean(required)}
          // A lab that is gone can be taken back, though there is no other.
          isDisabled={running.length === 0 && (required || !formData)}
          options={[
            ...(required
              ? []
              : [{ id: NO_CHOICE, label: t('fields.lab.noChoice') }]),
            ...running.map((lab, index) => ({
              id: lab[key],
              label: t('fields.lab.option', {
                name: lab.name,
                owner: owners[index],
              }),
            })),
          ]}
          value={formData ?? (required ? null : NO_CHOICE)}
          onChange={lab => onChange(chosenOf(lab))}
          isInvalid={rawErrors.length > 0}
          aria-describedby={complaintOf(idSchema, rawErrors)}
        />
        {running.length === 0 && (
          <Text as="p" color="secondary" role="status" className={styles.note}>
            {labsPath
              ? t('fields.lab.noneSoFar', {
                  create: <Link href={labsPath}>{t('fields.lab.create')}</Link>,
                })
              : t('fields.lab.none')}
          </Text>
        )}
      </div>
    </FieldSurface>
  );
};
