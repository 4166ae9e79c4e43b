import type {
  Lab,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert } from '@backstage/ui';
import type { LabActions, LabPermissions } from '../../hooks';
import { useTranslate } from '../../translation';
import { Reserved } from '../common/Reserved';
import { endingTextOf, useEnding } from './ending';
import { ExtendButton } from './ExtendButton';

/** Warns that a lab ends soon, and extends it with one click. */
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
  const ending = useEnding(lab, options);
  if (!ending) {
    return null;
  }
  return (
    <Alert
      status="warning"
      icon
      title={<span role="status">{t('callouts.ending.title')}</span>}
      description={endingTextOf(t, lab, ending.left)}
      customActions={
        (may.mayUpdate || may.isLoading) && (
          <Reserved until={!may.isLoading}>
            <ExtendButton lab={lab} actions={actions} />
          </Reserved>
        )
      }
    />
  );
};
