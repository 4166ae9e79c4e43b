import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Container, Header, VisuallyHidden } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useCallback, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import {
  ClockOffsetProvider,
  useCaller,
  useLabNotices,
  useLabOptions,
  useLabs,
  useToasts,
} from '../../hooks';
import { labRouteRef } from '../../routes';
import { CreateLabDialog } from '../CreateLabDialog';
import { LabListing } from '../LabListing';
import { LiveIndicator } from '../LiveIndicator';
import { SimulatedLabsBanner } from '../Simulated';

/** Every lab that the user may see. */
export const LabsPage = () => {
  const { labs, state, retry } = useLabs();
  const optionsResult = useLabOptions();
  const caller = useCaller();
  const toasts = useToasts();
  const navigate = useNavigate();
  const labRoute = useRouteRef(labRouteRef);
  const [isCreating, setCreating] = useState(false);

  const isMine = useCallback(
    (lab: Lab) => lab.createdBy === caller?.userEntityRef,
    [caller],
  );
  const announcement = useLabNotices(state, isMine);

  const startCreating = () => {
    // What may be asked for can have changed since the page was opened.
    optionsResult.retry();
    setCreating(true);
  };
  const onCreated = (lab: Lab) => {
    setCreating(false);
    toasts.success(`${lab.name} is being made`);
    navigate(labRoute?.({ id: lab.id }) ?? lab.links.self);
  };

  return (
    <ClockOffsetProvider value={state.clockOffsetMs}>
      <Header
        title="Your labs"
        description="Kubernetes clusters to try things out, deleted when their time is over."
        customActions={
          <>
            <LiveIndicator connection={state.connection} />
            <Button
              variant="primary"
              iconStart={<RiAddLine />}
              onPress={startCreating}
            >
              Create lab
            </Button>
          </>
        }
      />
      <Container>
        <VisuallyHidden aria-live="polite">{announcement}</VisuallyHidden>
        <SimulatedLabsBanner labs={labs} options={optionsResult.options} />
        <LabListing
          labs={labs}
          state={state}
          onRetry={retry}
          onCreate={startCreating}
        />
      </Container>
      <CreateLabDialog
        isOpen={isCreating}
        onClose={() => setCreating(false)}
        optionsResult={optionsResult}
        isTaken={(owner, name) =>
          labs.some(lab => lab.owner === owner && lab.name === name)
        }
        onCreated={onCreated}
      />
    </ClockOffsetProvider>
  );
};
