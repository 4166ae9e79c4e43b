import { useApiHolder } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { TextField } from '@backstage/ui';
import { useTranslate } from '../../translation';
import { EntityPicker } from './EntityPicker';
import type { EntityKind } from './searchEntities';

/** What a field for an entity needs. */
export interface EntityFieldProps {
  /** The kinds that can be chosen. Must stay the same array. */
  kinds: readonly EntityKind[];
  label: string;
  secondaryLabel?: string;
  description?: string;
  placeholder?: string;
  /** Clears the field; only an optional field has it. */
  noneLabel?: string;
  /** An entity ref; empty for none. */
  value: string;
  error?: string;
  isRequired?: boolean;
  /** An entity ref that is not offered. */
  exclude?: string;
  onChange: (value: string) => void;
}

/**
 * Chooses an entity of the catalog, by searching it; a text field for the entity
 * ref in an app without a catalog.
 */
export const EntityField = (props: EntityFieldProps) => {
  const t = useTranslate();
  const catalogApi = useApiHolder().get(catalogApiRef);
  if (catalogApi) {
    return <EntityPicker {...props} catalogApi={catalogApi} />;
  }
  const { label, secondaryLabel, description, value, error, isRequired } =
    props;
  return (
    <TextField
      label={label}
      secondaryLabel={secondaryLabel}
      description={description}
      placeholder={t('entityField.refPlaceholder', {
        kind: props.kinds[0].toLowerCase(),
      })}
      isRequired={isRequired}
      value={value}
      onChange={props.onChange}
      validate={() => error}
      validationBehavior="aria"
      autoComplete="off"
      spellCheck="false"
    />
  );
};
