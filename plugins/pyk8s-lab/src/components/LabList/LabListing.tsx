import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Button,
  Card,
  CardBody,
  Flex,
  Skeleton,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import { clearedFilter, isFiltering } from '../../labs';
import type { LabListing as Listing } from '../../hooks';
import { useTranslate } from '../../translation';
import { ErrorState } from '../common/ErrorState';
import { LabFilters } from './LabFilters';
import type { LabView } from './useLabView';
import { LabRows } from './LabRows';
import { LabsEmpty } from './LabsEmpty';
import { usePages } from './usePages';

const LoadingLabs = () => {
  const t = useTranslate();
  return (
    <Card aria-busy="true">
      <CardBody>
        <VisuallyHidden role="status">{t('listing.loading')}</VisuallyHidden>
        <Flex direction="column" gap="3">
          {[1, 2, 3, 4].map(row => (
            <Skeleton key={row} width="100%" height={44} />
          ))}
        </Flex>
      </CardBody>
    </Card>
  );
};

const NothingFound = ({
  isFiltered,
  onClear,
}: {
  isFiltered: boolean;
  onClear: () => void;
}) => {
  const t = useTranslate();
  return (
    <Flex direction="column" align="center" gap="3" p="6" role="status">
      <Text>{isFiltered ? t('listing.noMatch') : t('listing.nothing')}</Text>
      {isFiltered && (
        <Button variant="secondary" onPress={onClear}>
          {t('listing.clearFilters')}
        </Button>
      )}
    </Flex>
  );
};

/** Labs to choose from, or why there are none to show. */
export const LabListing = ({
  listing,
  view,
  mayCreate,
  onCreate,
}: {
  listing: Listing;
  view: LabView;
  mayCreate: boolean;
  onCreate: () => void;
}) => {
  const { filter, sort, setFilter, setSort } = view;
  const isOfAll = filter.owner === 'all';
  const cut = usePages(listing.shown);
  // All labs come in pages from the server, one's own are cut here.
  const rows: Lab[] = isOfAll ? listing.shown : cut.page;
  const pagination = isOfAll ? listing.pagination : cut.pagination;

  if (listing.isLoading) {
    return <LoadingLabs />;
  }
  if (listing.error) {
    return (
      <Card>
        <ErrorState error={listing.error} what="labs" onRetry={listing.retry} />
      </Card>
    );
  }
  if (listing.labs.length === 0 && !isOfAll) {
    return <LabsEmpty mayCreate={mayCreate} onCreate={onCreate} />;
  }
  return (
    <Card>
      <CardBody aria-busy={listing.isPending}>
        <LabFilters filter={filter} onChange={setFilter} />
        {rows.length === 0 && (
          <NothingFound
            isFiltered={isFiltering(filter)}
            onClear={() => setFilter(clearedFilter(filter))}
          />
        )}
        <LabRows
          labs={rows}
          sort={sort}
          isServerSorted={isOfAll}
          pagination={pagination}
          onSortChange={setSort}
          onChanged={listing.keep}
        />
      </CardBody>
    </Card>
  );
};
