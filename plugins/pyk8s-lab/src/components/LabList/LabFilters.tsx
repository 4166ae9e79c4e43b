import { SearchField, Select } from '@backstage/ui';
import {
  type LabFilter,
  OWNER_FILTERS,
  type OwnerFilter,
  STATUS_FILTERS,
  type StatusFilter,
} from '../../labs';
import { useTranslate } from '../../translation';
import styles from './LabFilters.module.css';

/** Chooses which labs are shown. */
export const LabFilters = ({
  filter,
  onChange,
}: {
  filter: LabFilter;
  onChange: (change: Partial<LabFilter>) => void;
}) => {
  const t = useTranslate();
  // The server looks for the owners of all labs by their names only.
  const isOfAll = filter.owner === 'all';
  return (
    <div
      role="search"
      aria-label={t('filters.region')}
      className={styles.filters}
    >
      <SearchField
        aria-label={t('filters.search')}
        placeholder={isOfAll ? t('filters.searchAll') : t('filters.searchOwn')}
        size="small"
        className={styles.search}
        value={filter.text}
        onChange={text => onChange({ text })}
      />
      {isOfAll && (
        <SearchField
          aria-label={t('filters.ownerName')}
          placeholder={t('filters.ownerNameExample')}
          size="small"
          className={styles.owner}
          value={filter.ownedBy}
          onChange={ownedBy => onChange({ ownedBy })}
        />
      )}
      <Select
        aria-label={t('filters.status')}
        options={STATUS_FILTERS.map(id => ({
          id,
          label: t(`filters.statuses.${id}`),
        }))}
        className={styles.select}
        value={filter.status}
        onChange={status => onChange({ status: status as StatusFilter })}
      />
      <Select
        aria-label={t('filters.owner')}
        options={OWNER_FILTERS.map(id => ({
          id,
          label: t(`filters.owners.${id}`),
        }))}
        className={styles.select}
        value={filter.owner}
        onChange={owner => onChange({ owner: owner as OwnerFilter })}
      />
    </div>
  );
};
