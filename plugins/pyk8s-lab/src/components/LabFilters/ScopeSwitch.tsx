import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { NO_FILTER, type OwnerFilter } from '../../labs';

/** Switches between one's own labs and everybody's, for administrators. */
export const ScopeSwitch = ({
  owner,
  onChange,
}: {
  owner: OwnerFilter;
  onChange: (owner: OwnerFilter) => void;
}) => (
  <ToggleButtonGroup
    aria-label="Whose labs"
    selectionMode="single"
    disallowEmptySelection
    selectedKeys={[owner === 'all' ? 'all' : NO_FILTER.owner]}
    onSelectionChange={([chosen]) => onChange(chosen as OwnerFilter)}
  >
    <ToggleButton id={NO_FILTER.owner}>My labs</ToggleButton>
    <ToggleButton id="all">All labs</ToggleButton>
  </ToggleButtonGroup>
);
