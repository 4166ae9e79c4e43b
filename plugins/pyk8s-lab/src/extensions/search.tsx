import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import { RiFlaskLine } from '@remixicon/react';

/** The type of labs' documents in the search. */
const LAB_DOCUMENT_TYPE = 'pyk8s-lab';

/** A lab among the results of a search. */
export const labSearchResult = SearchResultListItemBlueprint.make({
  name: 'lab',
  params: {
    icon: <RiFlaskLine />,
    predicate: ({ type }) => type === LAB_DOCUMENT_TYPE,
    component: () =>
      import('../components/LabSearchResult').then(
        ({ LabSearchResult }) => LabSearchResult,
      ),
  },
});

/** Labs among the types of results that one can choose. */
export const labSearchType = SearchFilterResultTypeBlueprint.make({
  name: 'lab',
  params: { value: LAB_DOCUMENT_TYPE, name: 'Labs', icon: <RiFlaskLine /> },
});
