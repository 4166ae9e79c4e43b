import {
  Box,
  Button,
  Container,
  Header,
  ToggleButton,
  ToggleButtonGroup,
  useBreakpoint,
} from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { NO_FILTER, type OwnerFilter } from '../../labs';
import type { Connection } from '../../watch';
import { useTranslate } from '../../translation';
import type { LabView } from '../LabList/useLabView';
import { LiveIndicator } from '../common/LiveIndicator';
import { Reserved } from '../common/Reserved';

/** Switches between one's own labs and everybody's, for administrators. */
const ScopeSwitch = ({
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

/** Whether the user may create labs, as far as it is known. */
export interface CreatePermission {
  loading: boolean;
  allowed: boolean;
}

/** What the labs of the page are, and what one can do there. */
export const LabsHeader = ({
  view,
  seesAll,
  connection,
  create,
  onCreate,
}: {
  view: LabView;
  /** The user may see everybody's labs. */
  seesAll: boolean;
  connection: Connection;
  create: CreatePermission;
  onCreate: () => void;
}) => {
  const t = useTranslate();
  // A narrow screen has no room for all of it beside the title.
  const isWide = useBreakpoint().up('sm');
  const scope = seesAll && (
    <ScopeSwitch
      owner={view.filter.owner}
      onChange={owner => view.setFilter({ owner })}
    />
  );
  return (
    <>
      <Header
        title={
          view.filter.owner === 'all'
            ? t('labsPage.titleAll')
            : t('labsPage.titleOwn')
        }
        description={t('labsPage.description')}
        customActions={
          <>
            {isWide && scope}
            <LiveIndicator connection={connection} />
            <Reserved until={!create.loading}>
              {(create.loading || create.allowed) && (
                <Button
                  variant="primary"
                  iconStart={<RiAddLine />}
                  onPress={onCreate}
                >
                  {t('labsPage.create')}
                </Button>
              )}
            </Reserved>
          </>
        }
      />
      {!isWide && scope && (
        <Container>
          <Box mb="4">{scope}</Box>
        </Container>
      )}
    </>
  );
};
