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
  label,
  description,
  presets = ttlPresets(ttl),
  isRequired = true,
  invalidBy,
}: {
  value: string;
  error: string | undefined;
  ttl: TtlOptions;
  onChange: (value: string) => void;
  label?: string;
  /** In place of the bounds. */
  description?: string;
  /** The usual times. */
  presets?: string[];
  isRequired?: boolean;
  /** The id of a text beside the field that says what is wrong with it. */
  invalidBy?: string;
}) => {
  const t = useTranslate();
  return (
    <div className={styles.ttl}>
      <TextField
        label={label ?? t('createDialog.ttl.label')}
        description={
          description ??
          t('createDialog.ttl.help', {
            min: formatDuration(ttl.minSeconds),
            max: formatDuration(ttl.maxSeconds),
          })
        }
        isRequired={isRequired}
        isInvalid={invalidBy ? true : undefined}
        aria-describedby={invalidBy}
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
        {presets.map(preset => (
          <ToggleButton key={preset} id={preset}>
            {preset}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
};
