import { Box, Button, Container, Header, useBreakpoint } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import type { Connection } from '../../live';
import { useTranslate } from '../../translation';
import { type LabView, ScopeSwitch } from '../LabFilters';
import { LiveIndicator } from '../LiveIndicator';
import { Reserved } from '../Reserved';

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
