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
  useFormatInstant,
} from '../../hooks';
import { type Extension, oneClickExtensionOf } from '../../labs';
import { type Translate, useTranslate } from '../../translation';

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
  const t = useTranslate();
  const formatInstant = useFormatInstant();
  const extension = oneClickExtensionOf(lab);
  const obstacle = whyNot(t, lab, may, extension);
  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()} width={440}>
      <DialogHeader>{t('extendDialog.title', { name: lab.name })}</DialogHeader>
      <DialogBody>
        <Text as="p">
          {obstacle ?? describeGain(t, formatInstant, lab, extension)}
        </Text>
      </DialogBody>
      <DialogFooter>
        {obstacle ? (
          <Button variant="secondary" ref={focusOnMount} onPress={onClose}>
            {t('extendDialog.close')}
          </Button>
        ) : (
          <>
            <Button variant="secondary" onPress={onClose}>
              {t('extendDialog.notNow')}
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
              {t('extendDialog.confirm', { time: extension?.extendBy ?? '' })}
            </Button>
          </>
        )}
      </DialogFooter>
    </Dialog>
  );
};

function whyNot(
  t: Translate,
  lab: Lab,
  may: LabPermissions,
  extension: Extension | undefined,
): string | undefined {
  if (lab.status !== 'RUNNING' && lab.status !== 'PAUSED') {
    return t(`extendDialog.status.${lab.status}`);
  }
  if (!may.isLoading && !may.mayUpdate) {
    return t('extendDialog.denied');
  }
  return extension ? undefined : t('extendDialog.usedUp');
}

function describeGain(
  t: Translate,
  formatInstant: (instant: string) => string,
  lab: Lab,
  extension: Extension | undefined,
): string {
  if (!extension || !lab.expiresAt || lab.pausedSecondsLeft !== undefined) {
    return t('extendDialog.gain', { time: extension?.extendBy ?? '' });
  }
  const end = Date.parse(lab.expiresAt) + extension.seconds * 1_000;
  const gain = t('extendDialog.ends', {
    end: formatInstant(lab.expiresAt),
    newEnd: formatInstant(new Date(end).toISOString()),
  });
  return extension.isLast ? `${gain} ${t('extendDialog.longestLife')}` : gain;
}
