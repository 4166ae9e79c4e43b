import { Select } from '@backstage/ui';
import { useLabOptions } from '../../hooks';
import { useTranslate } from '../../translation';
import {
  FieldSurface,
  chosenOf,
  NO_CHOICE,
  complaintOf,
  LoadingField,
} from './TemplateField';
import { type versionSchema, versionsOf } from './version';

/** The Kubernetes version of a lab, among those that the portal offers. */
export const VersionPicker = ({
  formData,
  onChange,
  schema,
  uiSchema,
  rawErrors = [],
  required,
  idSchema,
}: typeof versionSchema.TProps) => {
  const t = useTranslate();
  const { options, error } = useLabOptions();
  if (!options) {
    return <LoadingField error={error} />;
  }
  const {
    title = t('fields.version.title'),
    description = t('fields.version.text'),
  } = schema;
  const versions = versionsOf(options, uiSchema['ui:options']?.provider);
  const ownChoice = { id: NO_CHOICE, label: t('fields.version.ownChoice') };
  return (
    <FieldSurface>
      <Select
        label={title}
        description={description}
        isRequired={Boolean(required)}
        options={[
          ...(required ? [] : [ownChoice]),
          ...versions.map(option => ({
            id: option.version,
            label: option.title,
          })),
        ]}
        value={formData ?? (required ? null : NO_CHOICE)}
        onChange={version => onChange(chosenOf(version))}
        isInvalid={rawErrors.length > 0}
        aria-describedby={complaintOf(idSchema, rawErrors)}
      />
    </FieldSurface>
  );
};
