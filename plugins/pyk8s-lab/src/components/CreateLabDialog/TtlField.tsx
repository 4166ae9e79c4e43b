import type { TtlOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useTranslate } from '../../translation';
import { DurationField, type DurationFieldProps } from './DurationField';
import { ttlPresets } from './labForm';

/** The lifetime of a lab, within the portal's bounds unless told otherwise. */
export const TtlField = ({
  ttl,
  label,
  description,
  presets = ttlPresets(ttl),
  ...field
}: Omit<
  DurationFieldProps,
  'label' | 'description' | 'presets' | 'presetsLabel'
> &
  Partial<Pick<DurationFieldProps, 'label' | 'description' | 'presets'>> & {
    ttl: TtlOptions;
  }) => {
  const t = useTranslate();
  return (
    <DurationField
      {...field}
      label={label ?? t('createDialog.ttl.label')}
      description={
        description ??
        t('createDialog.ttl.help', {
          min: formatDuration(ttl.minSeconds),
          max: formatDuration(ttl.maxSeconds),
        })
      }
      presets={presets}
      presetsLabel={t('createDialog.ttl.presets')}
    />
  );
};
