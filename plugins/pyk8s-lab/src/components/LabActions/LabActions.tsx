import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button } from '@backstage/ui';
import { RiDeleteBinLine, RiRefreshLine } from '@remixicon/react';
import { useState } from 'react';
import type { LabActions as Actions } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { DeleteLabDialog } from '../DeleteLabDialog';
import { ExtendMenu } from './ExtendMenu';

/** What one can do with a lab now, as buttons. */
export const LabActions = ({
  lab,
  actions,
}: {
  lab: Lab;
  actions: Actions;
}) => {
  const [isDeleting, setDeleting] = useState(false);
  const { canExtend, canRetry, canDelete } = abilitiesOf(lab);
  const { pending } = actions;
  return (
    <>
      {canExtend && (
        <ExtendMenu
          isPending={pending === 'extend'}
          onExtend={actions.extend}
        />
      )}
      {canRetry && (
        <Button
          variant="primary"
          iconStart={<RiRefreshLine />}
          isPending={pending === 'recreate'}
          onPress={actions.recreate}
        >
          Recreate
        </Button>
      )}
      {canDelete && (
        <Button
          variant="secondary"
          iconStart={<RiDeleteBinLine />}
          onPress={() => setDeleting(true)}
        >
          Delete
        </Button>
      )}
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
