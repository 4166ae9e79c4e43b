import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button } from '@backstage/ui';
import { RiTimeLine } from '@remixicon/react';
import type { LabActions } from '../../hooks';
import { oneClickExtensionOf } from '../../labs';
import { useTranslate } from '../../translation';

/** Extends a lab with one click. */
export const ExtendButton = ({
  lab,
  actions,
}: {
  lab: Lab;
  actions: LabActions;
}) => {
  const t = useTranslate();
  const extension = oneClickExtensionOf(lab);
  return (
    <Button
      size="small"
      variant="primary"
      iconStart={<RiTimeLine />}
      isDisabled={!extension}
      isPending={actions.pending === 'extend'}
      onPress={() => extension && actions.extend(extension.extendBy)}
    >
      {extension
        ? t('callouts.ending.extendBy', { time: extension.extendBy })
        : t('callouts.ending.extend')}
    </Button>
  );
};
