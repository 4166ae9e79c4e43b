import { TextField, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import styles from './CreateLabDialog.module.css';

/** What a field for a duration needs. */
export interface DurationFieldProps {
  /** As typed, such as `1h30m`. */
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
  label: string;
  description: string;
  /** Durations to choose with one click. */
  presets: string[];
  presetsLabel: string;
  isRequired?: boolean;
  /** The id of a text beside the field that says what is wrong with it. */
  invalidBy?: string;
}

/** A duration: a common one, or any that a person types. */
export const DurationField = ({
  value,
  error,
  onChange,
  label,
  description,
  presets,
  presetsLabel,
  isRequired = true,
  invalidBy,
}: DurationFieldProps) => (
  <div className={styles.ttl}>
    <TextField
      label={label}
      description={description}
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
      aria-label={presetsLabel}
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
