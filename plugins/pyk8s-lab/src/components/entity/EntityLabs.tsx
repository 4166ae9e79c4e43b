import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  useEntity,
  useEntityPresentation,
} from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  type Lab,
  labCreatePermission,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Box,
  Card,
  CardBody,
  Flex,
  Skeleton,
  VisuallyHidden,
} from '@backstage/ui';
import { useEffect, useState } from 'react';
import {
  ClockOffsetProvider,
  type FollowedLabs,
  useFollowedLabs,
  useIsMine,
  useLabNotices,
  useLabOptions,
  useLabsOf,
  useToasts,
} from '../../hooks';
import { isNameTaken } from '../../labs';
import { useTranslate } from '../../translation';
import { CreateLabDialog } from '../CreateLabDialog/CreateLabDialog';
import { ErrorState } from '../common/ErrorState';
import { LabList } from '../LabList/LabList';
import { SimulatedLabsBanner } from '../common/Simulated';
import { EntityLabsEmpty } from './EntityLabsEmpty';
import { EntityLabsHeader } from './EntityLabsHeader';

/** The labs, or why there are none to show. */
const Content = ({
  followed,
  component,
  mayCreate,
  onCreate,
}: {
  followed: FollowedLabs;
  component: string;
  mayCreate: boolean;
  onCreate: () => void;
}) => {
  const t = useTranslate();
  const { labs, isLoading, error, retry, keep } = followed;
  if (isLoading) {
    return (
      <Flex direction="column" gap="3" aria-busy="true">
        <VisuallyHidden role="status">
          {t('entity.labs.loading')}
        </VisuallyHidden>
        {[1, 2, 3].map(row => (
          <Skeleton key={row} width="100%" height={44} />
        ))}
      </Flex>
    );
  }
  if (error) {
    return <ErrorState error={error} what="labs" onRetry={retry} />;
  }
  if (labs.length === 0) {
    return (
      <EntityLabsEmpty
        component={component}
        mayCreate={mayCreate}
        onCreate={onCreate}
      />
    );
  }
  return <LabList labs={labs} onChanged={keep} />;
};

const ComponentLabs = ({
  entityRef,
  name,
}: {
  entityRef: string;
  name: string;
}) => {
  const t = useTranslate();
  const { primaryTitle: component } = useEntityPresentation(entityRef);
  const followed = useFollowedLabs(useLabsOf('component', entityRef));
  const { labs, state } = followed;
  const optionsResult = useLabOptions();
  const { options, retry: readOptions } = optionsResult;
  const { allowed: mayCreate } = usePermission({
    permission: labCreatePermission,
  });
  const announcement = useLabNotices(state, useIsMine());
  const toasts = useToasts();
  const [isCreating, setCreating] = useState(false);

  // What may be asked for changes with every lab.
  useEffect(() => {
    if (isCreating) {
      readOptions();
    }
  }, [isCreating, labs.length, readOptions]);

  const onCreate = () => setCreating(true);
  const onCreated = (lab: Lab) => {
    setCreating(false);
    // The user may have chosen another component.
    if (lab.component === entityRef) {
      followed.keep(lab);
    }
    toasts.success(t('entity.labs.created', { lab: lab.name }));
  };
  return (
    <ClockOffsetProvider value={state.clockOffsetMs}>
      <VisuallyHidden aria-live="polite">{announcement}</VisuallyHidden>
      <Box mb="4">
        <EntityLabsHeader
          component={component}
          connection={state.connection}
          mayCreate={mayCreate && labs.length > 0}
          onCreate={onCreate}
        />
      </Box>
      <SimulatedLabsBanner labs={labs} options={options} />
      <Card>
        <CardBody>
          <Content
            followed={followed}
            component={component}
            mayCreate={mayCreate}
            onCreate={onCreate}
          />
        </CardBody>
      </Card>
      <CreateLabDialog
        isOpen={isCreating}
        onClose={() => setCreating(false)}
        optionsResult={optionsResult}
        isTaken={(owner, taken) => isNameTaken(owner, taken, labs, options)}
        onCreated={onCreated}
        madeFor={{ component: entityRef, name }}
      />
    </ClockOffsetProvider>
  );
};

/** The labs that were made for the component whose page it is. */
export const EntityLabs = () => {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  // Another component's labs have nothing in common with these.
  return (
    <ComponentLabs
      key={entityRef}
      entityRef={entityRef}
      name={entity.metadata.name}
    />
  );
};
