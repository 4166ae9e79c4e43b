import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert, Skeleton } from '@backstage/ui';
import type { LabPermissions } from '../../hooks';
import { Logs } from './Logs';

/** The logs of a lab, or why one may not read them. */
export const LabLogs = ({
  lab,
  may,
  isHidden,
}: {
  lab: Lab;
  may: LabPermissions;
  /** The user may not see the lab any more. */
  isHidden: boolean;
}) => {
  if (may.isLoading) {
    return <Skeleton width="100%" height={480} />;
  }
  if (!may.mayReadLogs || isHidden) {
    return (
      <Alert
        status="info"
        icon
        role="status"
        title="You may not read the logs of this lab"
        description="Its owner may. Ask to become a member of the group that owns it, or to be given the lab."
      />
    );
  }
  return <Logs lab={lab} />;
};
