import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import { focusOnMount } from '../../hooks';

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
}) => (
  <Dialog isOpen={isOpen} onOpenChange={open => !open && onClose()} width={440}>
    <DialogHeader>Delete {lab.name}?</DialogHeader>
    <DialogBody>
      <Text as="p">
        The cluster of the lab <strong>{lab.name}</strong> and everything in it
        will be gone. This cannot be undone.
      </Text>
    </DialogBody>
    <DialogFooter>
      {/* The safe answer is the one that Enter gives. */}
      <Button variant="secondary" ref={focusOnMount} onPress={onClose}>
        Keep it
      </Button>
      <Button
        variant="primary"
        destructive
        isPending={isPending}
        onPress={onConfirm}
      >
        Delete {lab.name}
      </Button>
    </DialogFooter>
  </Dialog>
);
