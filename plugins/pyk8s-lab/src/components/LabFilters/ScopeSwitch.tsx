import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { NO_FILTER, type OwnerFilter } from '../../labs';
import { useTranslate } from '../../translation';

/** Switches between one's own labs and everybody's, for administrators. */
export const ScopeSwitch = ({
  owner,
  onChange,
}: {
  owner: OwnerFilter;
  onChange: (owner: OwnerFilter) => void;
}) => {
  const t = useTranslate();
  return (
    <ToggleButtonGroup
      aria-label={t('filters.scope')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[owner === 'all' ? 'all' : NO_FILTER.owner]}
      onSelectionChange={([chosen]) => onChange(chosen as OwnerFilter)}
    >
      <ToggleButton id={NO_FILTER.owner}>{t('filters.scopeOwn')}</ToggleButton>
      <ToggleButton id="all">{t('filters.scopeAll')}</ToggleButton>
    </ToggleButtonGroup>
  );
};
