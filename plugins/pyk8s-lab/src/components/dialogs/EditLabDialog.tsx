import type {
  Lab,
  UpdateLabRequest,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, TextAreaField } from '@backstage/ui';
import { useState } from 'react';
import type { LabActions } from '../../hooks';
import { useTranslate } from '../../translation';
import { explainPurpose } from '../CreateLabDialog/explainForm';
import { EntityField } from './EntityField';
import { FormDialog } from './FormDialog';

const COMPONENT = ['Component'] as const;

/** Changes what a lab is for: its component and its purpose. */
export const EditLabDialog = ({
  lab,
  actions,
  onClose,
}: {
  lab: Lab;
  actions: LabActions;
  onClose: () => void;
}) => {
  const t = useTranslate();
  // The lab as it was read here: what others change since is not this user's.
  const [opened] = useState(lab);
  const [component, setComponent] = useState(opened.component ?? '');
  const [purpose, setPurpose] = useState(opened.purpose ?? '');
  const problem = explainPurpose(t, purpose);
  const isPending = actions.pending === 'edit';

  const onSubmit = async () => {
    if (problem || isPending) {
      return;
    }
    const changes = changesOf(opened, { component, purpose });
    if (!changes || (await actions.edit(changes))) {
      onClose();
    }
  };
  const title = t('editDialog.title', { name: lab.name });
  return (
    <FormDialog
      title={title}
      onSubmit={onSubmit}
      onClose={onClose}
      submit={
        <Button
          variant="primary"
          type="submit"
          isDisabled={problem !== undefined}
          isPending={isPending}
        >
          {t('editDialog.submit')}
        </Button>
      }
    >
      <EntityField
        kinds={COMPONENT}
        label={t('createDialog.component.label')}
        secondaryLabel={t('createDialog.optional')}
        noneLabel={t('createDialog.component.none')}
        value={component}
        onChange={setComponent}
      />
      <TextAreaField
        label={t('createDialog.purpose.label')}
        secondaryLabel={t('createDialog.optional')}
        description={t('createDialog.purpose.help')}
        rows={3}
        value={purpose}
        onChange={setPurpose}
        validate={() => problem}
        validationBehavior="aria"
      />
    </FormDialog>
  );
};

/** Only what the user changed: somebody else may have changed the rest. */
function changesOf(
  lab: Lab,
  typed: { component: string; purpose: string },
): UpdateLabRequest | undefined {
  const component = typed.component.trim();
  const purpose = typed.purpose.trim();
  const isNewComponent = component !== (lab.component ?? '');
  const isNewPurpose = purpose !== (lab.purpose ?? '');
  return isNewComponent || isNewPurpose
    ? {
        ...(isNewComponent && { component }),
        ...(isNewPurpose && { purpose }),
      }
    : undefined;
}
