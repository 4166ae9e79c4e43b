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
  { id: 'all', label: 'All that I may see' },
  { id: 'mine', label: 'Mine' },
  { id: 'groups', label: "My groups'" },
];

/** Chooses which labs are shown. */
export const LabFilters = ({
  filter,
  onChange,
}: {
  filter: LabFilter;
  onChange: (change: Partial<LabFilter>) => void;
}) => (
  <div role="search" aria-label="Filter the labs" className={styles.filters}>
    <SearchField
      aria-label="Search labs"
      placeholder="Search by name, purpose or owner"
      size="small"
      className={styles.search}
      value={filter.text}
      onChange={text => onChange({ text })}
    />
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
