import type { TtlOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { formatDuration } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { TextField, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useTranslate } from '../../translation';
import { ttlPresets } from './labForm';
import styles from './CreateLabDialog.module.css';

/** How long a lab shall live: a usual time, or any that one types. */
export const TtlField = ({
  value,
  error,
  ttl,
  onChange,
}: {
  value: string;
  error: string | undefined;
  ttl: TtlOptions;
  onChange: (value: string) => void;
}) => {
  const t = useTranslate();
  return (
    <div className={styles.ttl}>
      <TextField
        label={t('createDialog.ttl.label')}
        description={t('createDialog.ttl.help', {
          min: formatDuration(ttl.minSeconds),
          max: formatDuration(ttl.maxSeconds),
        })}
        isRequired
        value={value}
        onChange={onChange}
        validate={() => error}
        validationBehavior="aria"
        autoComplete="off"
        spellCheck="false"
      />
      <ToggleButtonGroup
        aria-label={t('createDialog.ttl.presets')}
        selectionMode="single"
        selectedKeys={[value]}
        onSelectionChange={keys => {
          const [chosen] = keys;
          if (chosen !== undefined) {
            onChange(String(chosen));
          }
        }}
      >
        {ttlPresets(ttl).map(preset => (
          <ToggleButton key={preset} id={preset}>
            {preset}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
};
