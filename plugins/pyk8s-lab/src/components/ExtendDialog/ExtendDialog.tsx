import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import {
  focusOnMount,
  type LabActions,
  type LabPermissions,
} from '../../hooks';
import {
  abilitiesOf,
  type Extension,
  formatInstant,
  lookOf,
  oneClickExtensionOf,
} from '../../labs';

/** Asks whether a lab shall be extended, for those who come by a link. */
export const ExtendDialog = ({
  lab,
  actions,
  may,
  onClose,
}: {
  lab: Lab;
  actions: LabActions;
  may: LabPermissions;
  onClose: () => void;
}) => {
  const extension = oneClickExtensionOf(lab);
  const obstacle = whyNot(lab, may, extension);
  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()} width={440}>
      <DialogHeader>Extend {lab.name}?</DialogHeader>
      <DialogBody>
        <Text as="p">{obstacle ?? describeGain(lab, extension)}</Text>
      </DialogBody>
      <DialogFooter>
        {obstacle ? (
          <Button variant="secondary" ref={focusOnMount} onPress={onClose}>
            Close
          </Button>
        ) : (
          <>
            <Button variant="secondary" onPress={onClose}>
              Not now
            </Button>
            <Button
              variant="primary"
              ref={focusOnMount}
              isPending={actions.pending === 'extend' || may.isLoading}
              onPress={async () => {
                if (extension && (await actions.extend(extension.extendBy))) {
                  onClose();
                }
              }}
            >
              Extend by {extension?.extendBy}
            </Button>
          </>
        )}
      </DialogFooter>
    </Dialog>
  );
};

function whyNot(
  lab: Lab,
  may: LabPermissions,
  extension: Extension | undefined,
): string | undefined {
  if (!abilitiesOf(lab).canExtend) {
    const status = lookOf(lab.status).title.toLowerCase();
    return `Only a lab that runs or is paused can be extended; this one is ${status}.`;
  }
  if (!may.isLoading && !may.mayUpdate) {
    return 'You may see this lab, but not extend it. Ask its owner.';
  }
  return extension
    ? undefined
    : 'It has reached the longest life that a lab can have. Make a new one when you need more time.';
}

function describeGain(lab: Lab, extension: Extension | undefined): string {
  if (!extension || !lab.expiresAt || lab.pausedSecondsLeft !== undefined) {
    return `It gets ${extension?.extendBy} more.`;
  }
  const end = Date.parse(lab.expiresAt) + extension.seconds * 1_000;
  const then = formatInstant(new Date(end).toISOString());
  const last = extension.isLast
    ? ' That is the longest life that a lab can have.'
    : '';
  return `It ends on ${formatInstant(
    lab.expiresAt,
  )}. Extended, it ends on ${then}.${last}`;
}
