import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useLabOptions } from '../../hooks';
import { useTranslate } from '../../translation';
import { explainTtl } from '../CreateLabDialog/explainForm';
import { TtlField } from '../CreateLabDialog/TtlField';
import type { lifetimeSchema } from './lifetime';
import { FieldSurface, complaintOf, LoadingField } from './TemplateField';
/** How long a lab shall live, within what the user may ask for. */
export const LifetimePicker = ({
  formData,
  onChange,
  schema,
  uiSchema,
  rawErrors = [],
  required,
  idSchema,
}: typeof lifetimeSchema.TProps) => {
  const t = useTranslate();
  const { options, error } = useLabOptions();
  if (!options) {
    return <LoadingField error={error} />;
  }
  const { ttl } = options;
  const { title = t('fields.lifetime.title'), description } = schema;
  const presets = uiSchema['ui:options']?.presets;
  return (
    <FieldSurface>
      <TtlField
        label={title}
        description={
          description &&
          t('fields.lifetime.bounded', {
            description,
            min: formatDuration(ttl.minSeconds),
            max: formatDuration(ttl.maxSeconds),
          })
        }
        presets={presets?.filter(preset => !explainTtl(t, preset, ttl))}
        isRequired={Boolean(required)}
        value={formData ?? ''}
        error={undefined}
        invalidBy={complaintOf(idSchema, rawErrors)}
        ttl={ttl}
        onChange={text => onChange(text.trim() || undefined)}
      />
    </FieldSurface>
  );
};
