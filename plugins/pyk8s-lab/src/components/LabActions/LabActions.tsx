import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button } from '@backstage/ui';
import {
  RiDeleteBinLine,
  RiPauseCircleLine,
  RiPlayCircleLine,
  RiRefreshLine,
} from '@remixicon/react';
import { useState } from 'react';
import type { LabActions as Actions, LabPermissions } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { useTranslate } from '../../translation';
import { DeleteLabDialog } from '../dialogs/DeleteLabDialog';
import { Reserved } from '../common/Reserved';
import { ExtendMenu } from './ExtendMenu';

/** What one can and may do with a lab now, as buttons. */
export const LabActions = ({
  lab,
  actions,
  may,
}: {
  lab: Lab;
  actions: Actions;
  may: LabPermissions;
}) => {
  const t = useTranslate();
  const [isDeleting, setDeleting] = useState(false);
  const can = abilitiesOf(lab);
  const { pending } = actions;
  // Until it is known, the buttons have the room that they mostly need.
  const mayUpdate = may.mayUpdate || may.isLoading;
  const mayDelete = may.mayDelete || may.isLoading;
  return (
    <>
      <Reserved until={!may.isLoading}>
        {mayUpdate && can.canExtend && (
          <ExtendMenu lab={lab} actions={actions} may={may} />
        )}
        {mayUpdate && can.canPause && (
          <Button
            variant="secondary"
            iconStart={<RiPauseCircleLine />}
            isPending={pending === 'pause'}
            onPress={actions.pause}
          >
            {t('labActions.pause')}
          </Button>
        )}
        {mayUpdate && can.canResume && (
          <Button
            variant="primary"
            iconStart={<RiPlayCircleLine />}
            isPending={pending === 'resume'}
            onPress={actions.resume}
          >
            {t('labActions.resume')}
          </Button>
        )}
        {mayUpdate && can.canRetry && (
          <Button
            variant="primary"
            iconStart={<RiRefreshLine />}
            isPending={pending === 'recreate'}
            onPress={actions.recreate}
          >
            {t('labActions.recreate')}
          </Button>
        )}
        {mayDelete && can.canDelete && (
          <Button
            variant="secondary"
            iconStart={<RiDeleteBinLine />}
            onPress={() => setDeleting(true)}
          >
            {t('labActions.delete')}
          </Button>
        )}
      </Reserved>
      <DeleteLabDialog
        lab={lab}
        isOpen={isDeleting}
        isPending={pending === 'remove'}
        onClose={() => setDeleting(false)}
        onConfirm={async () => {
          await actions.remove();
          setDeleting(false);
        }}
      />
    </>
  );
};
