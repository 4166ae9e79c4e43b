import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { useLabActions } from '../../hooks';
import { DeleteLabDialog } from './DeleteLabDialog';
import { EditLabDialog } from './EditLabDialog';
import { HandOverDialog } from './HandOverDialog';

/** A question about a lab. */
export interface LabDialog {
  kind: 'delete' | 'edit' | 'handOver';
  lab: Lab;
}

/**
 * Asks the user about a lab of a list. It stands beside the list: inside a table
 * the table would take the keys that are meant for the dialog.
 */
export const LabDialogs = ({
  dialog,
  onClose,
  onChanged,
}: {
  dialog: LabDialog;
  onClose: () => void;
  /** Gets the lab as it is after a change. */
  onChanged: (lab: Lab) => void;
}) => {
  const { kind, lab } = dialog;
  const actions = useLabActions(lab, onChanged);
  switch (kind) {
    case 'edit':
      return <EditLabDialog lab={lab} actions={actions} onClose={onClose} />;
    case 'handOver':
      return <HandOverDialog lab={lab} actions={actions} onClose={onClose} />;
    default:
      return (
        <DeleteLabDialog
          lab={lab}
          isOpen
          isPending={actions.pending === 'remove'}
          onClose={onClose}
          onConfirm={async () => {
            await actions.remove();
            onClose();
          }}
        />
      );
  }
};
