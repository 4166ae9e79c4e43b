import { useRouteRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  type Lab,
  labCreatePermission,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Container, VisuallyHidden } from '@backstage/ui';
import { useCallback, useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import {
  ClockOffsetProvider,
  useCaller,
  useLabListing,
  useLabNotices,
  useLabOptions,
  useToasts,
} from '../../hooks';
import { isNameTaken } from '../../labs';
import { labRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import { CreateLabDialog } from '../CreateLabDialog';
import { useLabView } from '../LabFilters';
import { LabListing } from '../LabListing';
import { Reserved } from '../Reserved';
import { SimulatedLabsBanner } from '../Simulated';
import { AdminNote } from './AdminNote';
import { LabsHeader } from './LabsHeader';

/** The labs of the user, or everybody's for those who may see them. */
export const LabsPage = () => {
  const t = useTranslate();
  const view = useLabView();
  const listing = useLabListing(view.filter, view.sort);
  const optionsResult = useLabOptions();
  const create = usePermission({ permission: labCreatePermission });
  const caller = useCaller();
  const toasts = useToasts();
  const navigate = useNavigate();
  const labRoute = useRouteRef(labRouteRef);
  const [isCreating, setCreating] = useState(false);
  const { labs, state } = listing;
  const { options, error, retry: readOptions } = optionsResult;

  const isMine = useCallback(
    (lab: Lab) => lab.createdBy === caller?.userEntityRef,
    [caller],
  );
  const announcement = useLabNotices(state, isMine);

  // What may be asked for changes with the user's rights, and for the dialog
  // with every lab.
  useEffect(() => {
    if (state.accessChanges > 0 || isCreating) {
      readOptions();
    }
  }, [state.accessChanges, isCreating, labs.length, readOptions]);

  const startCreating = () => setCreating(true);
  const onCreated = (lab: Lab) => {
    setCreating(false);
    toasts.success(t('labsPage.created', { name: lab.name }));
    navigate(labRoute?.({ id: lab.id }) ?? lab.links.self);
  };
  const seesAll = options?.seesAll === true;
  const isOfAll = view.filter.owner === 'all';

  return (
    <ClockOffsetProvider value={state.clockOffsetMs}>
      <LabsHeader
        view={view}
        seesAll={seesAll}
        connection={state.connection}
        create={create}
        onCreate={startCreating}
      />
      <Container>
        <VisuallyHidden aria-live="polite">{announcement}</VisuallyHidden>
        {isOfAll && (seesAll || (!options && !error)) && (
          <Reserved until={seesAll}>
            <AdminNote />
          </Reserved>
        )}
        <SimulatedLabsBanner labs={labs} options={options} />
        <LabListing
          listing={listing}
          view={view}
          mayCreate={create.allowed}
          onCreate={startCreating}
        />
      </Container>
      <CreateLabDialog
        isOpen={isCreating}
        onClose={() => setCreating(false)}
        optionsResult={optionsResult}
        isTaken={(owner, name) => isNameTaken(owner, name, labs, options)}
        onCreated={onCreated}
      />
    </ClockOffsetProvider>
  );
};
