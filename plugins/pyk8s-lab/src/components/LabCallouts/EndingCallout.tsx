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
  const extension = oneClickExtensionOf(lab);
  return (
    <Alert
      status="warning"
      icon
      title={<span role="status">This lab ends soon</span>}
      description={
        <>
          In <span role="timer">{left}</span> it will be deleted with everything
          in it.
          {!extension &&
            ' It has reached the longest life that a lab can have, so it cannot be extended: save what you need, and make a new one.'}
        </>
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
              {extension ? `Extend by ${extension.extendBy}` : 'Extend'}
            </Button>
          </Reserved>
        )
      }
    />
  );
};
