import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { LAB_ID_ANNOTATION } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { RiFlaskLine } from '@remixicon/react';

/** The lab behind a resource, on the resource's page in the catalog. */
export const entityLabCard = EntityCardBlueprint.make({
  name: 'lab',
  params: {
    type: 'info',
    filter: {
      kind: 'resource',
      [`metadata.annotations.${LAB_ID_ANNOTATION}`]: { $exists: true },
    },
    loader: () =>
      import('../components/entity/EntityLabCard').then(({ EntityLabCard }) => (
        <EntityLabCard />
      )),
  },
});

/** The labs of a user or group, on their page in the catalog. */
export const ownedLabsCard = EntityCardBlueprint.make({
  name: 'owned-labs',
  params: {
    type: 'content',
    filter: { kind: { $in: ['group', 'user'] } },
    loader: () =>
      import('../components/entity/OwnedLabsCard').then(({ OwnedLabsCard }) => (
        <OwnedLabsCard />
      )),
  },
});

/** The labs of a component, on a tab of its page in the catalog. */
export const entityLabsContent = EntityContentBlueprint.make({
  name: 'labs',
  params: {
    path: '/labs',
    title: 'Labs',
    icon: <RiFlaskLine />,
    filter: { kind: 'component' },
    loader: () =>
      import('../components/entity/EntityLabs').then(({ EntityLabs }) => (
        <EntityLabs />
      )),
  },
});
