import { useApiHolder } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { TextField } from '@backstage/ui';
import { useTranslate } from '../../translation';
import { EntityPicker, type EntityFieldProps } from './EntityPicker';

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
