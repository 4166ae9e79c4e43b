import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Button } from '@backstage/ui';
import { RiTimeLine } from '@remixicon/react';
import { type LabActions, type LabPermissions, useNow } from '../../hooks';
import {
  abilitiesOf,
  formatElapsed,
  oneClickExtensionOf,
  secondsLeftOf,
} from '../../labs';
import { useTranslate } from '../../translation';
import { Reserved } from '../Reserved';

/** Warns that a lab ends soon, and gives it more time with one click. */
export const EndingCallout = ({
  lab,
  options,
  actions,
  may,
}: {
  lab: Lab;
  options: LabOptions | undefined;
  actions: LabActions;
  may: LabPermissions;
}) => {
  const t = useTranslate();
  const warnSeconds = Math.max(0, ...(options?.ttl.warningsSeconds ?? []));
  const isNear = useNow(
    now => (secondsLeftOf(lab, now) ?? Infinity) <= warnSeconds,
    abilitiesOf(lab).canExtend,
  );
  const left = useNow(
    now => isNear && formatElapsed(secondsLeftOf(lab, now) ?? 0),
    isNear,
  );
  if (!isNear || !abilitiesOf(lab).canExtend) {
    return null;
  }
  const time = <span role="timer">{left}</span>;
  const extension = oneClickExtensionOf(lab);
  return (
    <Alert
      status="warning"
      icon
      title={<span role="status">{t('callouts.ending.title')}</span>}
      description={
        extension
          ? t('callouts.ending.text', { time })
          : t('callouts.ending.textAtLongestLife', { time })
      }
      customActions={
        (may.mayUpdate || may.isLoading) && (
          <Reserved until={!may.isLoading}>
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
          </Reserved>
        )
      }
    />
  );
};
