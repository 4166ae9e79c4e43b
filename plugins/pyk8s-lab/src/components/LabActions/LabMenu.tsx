import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ButtonIcon, MenuTrigger } from '@backstage/ui';
import { RiMore2Fill } from '@remixicon/react';
import { useState } from 'react';
import { useTranslate } from '../../translation';
import type { LabDialog } from '../dialogs/LabDialogs';
import { LabMenuItems } from './LabMenuItems';

/** What one can do with a lab of a list, behind a button. */
export const LabMenu = ({
  lab,
  onChanged,
  onAsk,
}: {
  lab: Lab;
  /** Gets the lab as it is after a change. */
  onChanged: (lab: Lab) => void;
  /** Asks the user before something happens to a lab. */
  onAsk: (dialog: LabDialog) => void;
}) => {
  const t = useTranslate();
  const [isOpen, setOpen] = useState(false);
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <ButtonIcon
        aria-label={t('labMenu.title', { name: lab.name })}
        variant="tertiary"
        size="small"
        icon={<RiMore2Fill />}
      />
      {/* Mounted only when it is open: it asks what the user may do. */}
      {isOpen && <LabMenuItems lab={lab} onChanged={onChanged} onAsk={onAsk} />}
    </MenuTrigger>
  );
};
