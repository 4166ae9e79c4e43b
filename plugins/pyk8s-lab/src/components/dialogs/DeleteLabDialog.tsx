import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { focusOnMount } from './FormDialog';
import { useTranslate } from '../../translation';

/** Asks whether a lab is really to be deleted. */
export const DeleteLabDialog = ({
  lab,
  isOpen,
  isPending,
  onClose,
  onConfirm,
}: {
  lab: Lab;
  isOpen: boolean;
  isPending: boolean;
  onClose: () => void;
  onConfirm: () => void;
}) => {
  const t = useTranslate();
  const { name } = lab;
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
      width={440}
    >
      <DialogHeader>{t('deleteDialog.title', { name })}</DialogHeader>
      <DialogBody>
        <Text as="p">
          {t('deleteDialog.text', { name: <strong>{name}</strong> })}
        </Text>
      </DialogBody>
      <DialogFooter>
        {/* The safe answer is the one that Enter gives. */}
        <Button variant="secondary" ref={focusOnMount} onPress={onClose}>
          {t('deleteDialog.keep')}
        </Button>
        <Button
          variant="primary"
          destructive
          isPending={isPending}
          onPress={onConfirm}
        >
          {t('deleteDialog.confirm', { name })}
        </Button>
      </DialogFooter>
    </Dialog>
  );
};
