import { useRouteRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  type Lab,
  labCreatePermission,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Container, VisuallyHidden } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import {
  ClockOffsetProvider,
  useIsMine,
  useLabListing,
  useLabNotices,
  useLabOptions,
  useToasts,
} from '../../hooks';
import { isNameTaken } from '../../labs';
import { labRouteRef } from '../../routes';
import { useTranslate } from '../../translation';
import { CreateLabDialog } from '../CreateLabDialog/CreateLabDialog';
import { useLabView } from '../LabList/useLabView';
import { LabListing } from '../LabList/LabListing';
import { Reserved } from '../common/Reserved';
import { SimulatedLabsBanner } from '../common/Simulated';
import { LabsHeader } from './LabsHeader';

/** Reminds administrators that they look at other people's labs. */
const AdminNote = () => {
  const t = useTranslate();
  return (
    <Alert
      status="info"
      icon
      mb="4"
      title={t('labsPage.adminTitle')}
      description={t('labsPage.adminText')}
    />
  );
};

/** The labs of the user, or everybody's for those who may see them. */
export const LabsPage = () => {
  const t = useTranslate();
  const view = useLabView();
  const listing = useLabListing(view.filter, view.sort);
  const optionsResult = useLabOptions();
  const create = usePermission({ permission: labCreatePermission });
  const isMine = useIsMine();
  const toasts = useToasts();
  const navigate = useNavigate();
  const labRoute = useRouteRef(labRouteRef);
  const [isCreating, setCreating] = useState(false);
  const { labs, state } = listing;
  const { options, error, retry: readOptions } = optionsResult;

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
