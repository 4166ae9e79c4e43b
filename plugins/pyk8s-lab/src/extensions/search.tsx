import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import { LAB_DOCUMENT_TYPE } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { RiFlaskLine } from '@remixicon/react';
import { z } from 'zod';

/** A lab among the results of a search. */
export const labSearchResult = SearchResultListItemBlueprint.make({
  name: 'lab',
  params: {
    icon: <RiFlaskLine />,
    predicate: ({ type }) => type === LAB_DOCUMENT_TYPE,
    component: () =>
      import('../components/search/LabSearchResult').then(
        ({ LabSearchResult }) => LabSearchResult,
      ),
  },
});

/** Labs among the types of results that one can choose. */
export const labSearchType = SearchFilterResultTypeBlueprint.makeWithOverrides({
  name: 'lab',
  configSchema: { title: z.string().optional() },
  factory: (originalFactory, { config }) =>
    originalFactory({
      value: LAB_DOCUMENT_TYPE,
      name: config.title ?? 'Labs',
      icon: <RiFlaskLine />,
    }),
});
