import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Button, Skeleton } from '@backstage/ui';
import type { LabOptionsResult } from '../../hooks';
import { useTranslate } from '../../translation';
import { ErrorState } from '../common/ErrorState';
import { FormDialog } from '../dialogs/FormDialog';
import { SimulatedBanner } from '../common/Simulated';
import { CreateLabFields } from './CreateLabFields';
import { CreateLabHints } from './CreateLabHints';
import { providerOf } from './labForm';
import { type LabPurpose, useCreateLabForm } from './useCreateLabForm';

/** Asks for a lab. What was typed is kept when the dialog is closed. */
export const CreateLabDialog = ({
  isOpen,
  onClose,
  optionsResult,
  isTaken,
  onCreated,
  madeFor,
}: {
  isOpen: boolean;
  onClose: () => void;
  optionsResult: LabOptionsResult;
  /** Says whether an owner has a lab of a name already. */
  isTaken: (owner: string, name: string) => boolean;
  onCreated: (lab: Lab) => void;
  /** What the lab is made for, where that is known. */
  madeFor?: LabPurpose;
}) => {
  const t = useTranslate();
  const { options, error, retry } = optionsResult;
  const form = useCreateLabForm(options, isTaken, onCreated, madeFor);
  return (
    <FormDialog
      title={t('createDialog.title')}
      isOpen={isOpen}
      isDismissable={false}
      width={560}
      onSubmit={form.submit}
      onClose={onClose}
      submit={
        <Button
          variant="primary"
          type="submit"
          isDisabled={!form.canSubmit}
          isPending={form.isPending}
        >
          {t('createDialog.submit')}
        </Button>
      }
    >
      {options && (
        <>
          {form.errors.form && (
            <Alert
              role="alert"
              status="danger"
              icon
              title={t('createDialog.refused')}
              description={form.errors.form}
            />
          )}
          {providerOf(options, form.values.provider)?.simulated && (
            <SimulatedBanner title={t('simulated.newLab')} options={options} />
          )}
          <CreateLabFields form={form} options={options} />
          <CreateLabHints options={options} provider={form.values.provider} />
        </>
      )}
      {!options && error && (
        <ErrorState error={error} what="options" onRetry={retry} />
      )}
      {!options && !error && <Skeleton width="100%" height={320} />}
    </FormDialog>
  );
};
