import { SearchField, Select } from '@backstage/ui';
import type { LabFilter, OwnerFilter, StatusFilter } from '../../labs';
import styles from './LabFilters.module.css';

const STATUS_OPTIONS: { id: StatusFilter; label: string }[] = [
  { id: 'all', label: 'Any status' },
  { id: 'making', label: 'Being made' },
  { id: 'running', label: 'Running' },
  { id: 'paused', label: 'Paused' },
  { id: 'failed', label: 'Failed' },
  { id: 'deleting', label: 'Being deleted' },
];

const OWNER_OPTIONS: { id: OwnerFilter; label: string }[] = [
  { id: 'ours', label: "Mine and my groups'" },
  { id: 'mine', label: 'Mine' },
  { id: 'groups', label: "My groups'" },
  { id: 'all', label: 'All that I may see' },
];

/** Chooses which labs are shown. */
export const LabFilters = ({
  filter,
  onChange,
}: {
  filter: LabFilter;
  onChange: (change: Partial<LabFilter>) => void;
}) => {
  // The server looks for the owners of all labs by their names only.
  const isOfAll = filter.owner === 'all';
  return (
    <div role="search" aria-label="Filter the labs" className={styles.filters}>
      <SearchField
        aria-label="Search labs"
        placeholder={
          isOfAll
            ? 'Search by name or purpose'
            : 'Search by name, purpose or owner'
        }
        size="small"
        className={styles.search}
        value={filter.text}
        onChange={text => onChange({ text })}
      />
      {isOfAll && (
        <SearchField
          aria-label="Owner's name"
          placeholder="Owner, such as alice"
          size="small"
          className={styles.owner}
          value={filter.ownedBy}
          onChange={ownedBy => onChange({ ownedBy })}
        />
      )}
      <Select
        aria-label="Status"
        options={STATUS_OPTIONS}
        className={styles.select}
        value={filter.status}
        onChange={status => onChange({ status: status as StatusFilter })}
      />
      <Select
        aria-label="Owner"
        options={OWNER_OPTIONS}
        className={styles.select}
        value={filter.owner}
        onChange={owner => onChange({ owner: owner as OwnerFilter })}
      />
    </div>
  );
};
