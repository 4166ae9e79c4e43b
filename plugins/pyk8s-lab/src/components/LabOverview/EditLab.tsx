import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button } from '@backstage/ui';
import { RiEditLine } from '@remixicon/react';
import { useState } from 'react';
import type { LabActions } from '../../hooks';
import { useTranslate } from '../../translation';
import { EditLabDialog } from '../dialogs/EditLabDialog';

/** Edits what a lab is for. */
export const EditLab = ({
  lab,
  actions,
}: {
  lab: Lab;
  actions: LabActions;
}) => {
  const t = useTranslate();
  const [isEditing, setEditing] = useState(false);
  return (
    <>
      <Button
        size="small"
        variant="tertiary"
        iconStart={<RiEditLine />}
        aria-label={t('editDialog.title', { name: lab.name })}
        onPress={() => setEditing(true)}
      >
        {t('overview.about.edit')}
      </Button>
      {isEditing && (
        <EditLabDialog
          lab={lab}
          actions={actions}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
};
