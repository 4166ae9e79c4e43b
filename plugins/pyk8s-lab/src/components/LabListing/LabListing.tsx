import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Button,
  Card,
  CardBody,
  Flex,
  Skeleton,
  Text,
  TablePagination,
  useBreakpoint,
  VisuallyHidden,
} from '@backstage/ui';
import { filterLabs, isFiltering, NO_FILTER, sortLabs } from '../../labs';
import { useCaller } from '../../hooks';
import type { LabsState } from '../../live';
import { ErrorState } from '../ErrorState';
import { LabFilters, useLabView } from '../LabFilters';
import { LabCards, LabTable } from '../LabTable';
import { LabsEmpty } from '../LabsEmpty';
import { usePages } from './usePages';

const LoadingLabs = () => (
  <Card aria-busy="true">
    <CardBody>
      <VisuallyHidden role="status">Loading labs</VisuallyHidden>
      <Flex direction="column" gap="3">
        {[1, 2, 3, 4].map(row => (
          <Skeleton key={row} width="100%" height={44} />
        ))}
      </Flex>
    </CardBody>
  </Card>
);

/** Labs to choose from, or why there are none to show. */
export const LabListing = ({
  labs,
  state,
  onRetry,
  onCreate,
}: {
  labs: Lab[];
  state: LabsState;
  onRetry: () => void;
  onCreate: () => void;
}) => {
  const { filter, sort, setFilter, setSort } = useLabView();
  const caller = useCaller();
  const { up } = useBreakpoint();
  const shown = sortLabs(filterLabs(labs, filter, caller), sort);
  const { page, pagination } = usePages(shown);

  if (labs.length === 0 && state.load === 'loading') {
    return <LoadingLabs />;
  }
  if (labs.length === 0 && state.error) {
    return (
      <Card>
        <ErrorState error={state.error} what="the labs" onRetry={onRetry} />
      </Card>
    );
  }
  if (labs.length === 0) {
    return <LabsEmpty onCreate={onCreate} />;
  }
  return (
    <Card>
      <CardBody>
        <LabFilters filter={filter} onChange={setFilter} />
        {shown.length === 0 && isFiltering(filter) ? (
          <Flex direction="column" align="center" gap="3" p="6" role="status">
            <Text>No lab matches these filters.</Text>
            <Button variant="secondary" onPress={() => setFilter(NO_FILTER)}>
              Clear the filters
            </Button>
          </Flex>
        ) : (
          <>
            {up('md') ? (
              <LabTable labs={page} sort={sort} onSortChange={setSort} />
            ) : (
              <LabCards labs={page} />
            )}
            {pagination && <TablePagination {...pagination} />}
          </>
        )}
      </CardBody>
    </Card>
  );
};
