import type { CatalogApi } from '@backstage/plugin-catalog-react';
import { Combobox, useAsyncList } from '@backstage/ui';
import { useMemo, useState } from 'react';
import { messageOf } from '../../api';
import { useOwnerNames } from '../../hooks';
import { useTranslate } from '../../translation';
import {
  type EntityKind,
  type EntityOption,
  searchEntities,
} from './searchEntities';

/** The id of the option that clears an optional field; no entity ref. */
const NONE = 'none';

/** How long a person may pause while typing before a search starts. */
const TYPING_PAUSE_MS = 200;

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

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

/** Searches the catalog for an entity. */
export const EntityPicker = ({
  catalogApi,
  kinds,
  label,
  secondaryLabel,
  description,
  placeholder,
  noneLabel,
  value,
  error,
  isRequired,
  exclude,
  onChange,
}: EntityFieldProps & { catalogApi: CatalogApi }) => {
  const t = useTranslate();
  const list = useAsyncList<EntityOption>({
    load: async ({ filterText = '', signal }) => {
      await pause(TYPING_PAUSE_MS);
      // Another search has replaced this one, which discards its result.
      const isOutdated = signal.aborted;
      return {
        items: isOutdated
          ? []
          : await searchEntities(catalogApi, kinds, filterText),
      };
    },
  });

  const [name] = useOwnerNames(value ? [value] : []);
  const [chosen, setChosen] = useState<{ id: string; label: string }>();
  const selected = useMemo(() => {
    if (!value) {
      return null;
    }
    // A label that changes after the choice would open the list again.
    return chosen?.id === value ? chosen : { id: value, label: name ?? value };
  }, [chosen, name, value]);
  const found = list.items.filter(({ id }) => id !== exclude);
  const options = [
    ...(noneLabel && selected ? [{ id: NONE, label: noneLabel }] : []),
    // The list loses a selection that is not in it.
    ...(selected && !found.some(({ id }) => id === selected.id)
      ? [{ ...selected, description: selected.id }]
      : []),
    ...found,
  ];
  const failure =
    list.loadingState === 'error' && list.error
      ? t('entityField.searchFailed', { reason: messageOf(list.error) })
      : undefined;
  return (
    <Combobox
      label={label}
      secondaryLabel={secondaryLabel}
      description={description}
      placeholder={placeholder ?? t('entityField.placeholder')}
      isRequired={isRequired}
      // Opening at each focus would cover the fields below.
      menuTrigger="input"
      options={{ ...list, items: options }}
      search={{ mode: 'server' }}
      value={selected}
      onChange={option => {
        if (option === null || option.id === NONE) {
          onChange('');
          return;
        }
        const id = String(option.id);
        setChosen({ id, label: option.label });
        onChange(id);
      }}
      validate={() => error ?? failure}
      validationBehavior="aria"
    />
  );
};
