import { usePermission } from '@backstage/plugin-permission-react';
import {
  labDeletePermission,
  labExecPermission,
  labKubeconfigPermission,
  labLogsPermission,
  labUpdatePermission,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** What the user may do to a lab, whatever its status. */
export interface LabPermissions {
  /** Nothing is allowed until the answers are there. */
  isLoading: boolean;
  /** To extend, pause, resume, recreate and hand over. */
  mayUpdate: boolean;
  mayDelete: boolean;
  mayConnect: boolean;
  /** To run commands in it. */
  mayExec: boolean;
  /** To read the logs of making it, of its nodes and of its pods. */
  mayReadLogs: boolean;
}

/**
 * Asks what the user may do to a lab. The server checks it again in any case:
 * this is only for not offering what would be refused.
 *
 * @param id - the lab's id
 */
export function useLabPermissions(id: string): LabPermissions {
  const resourceRef = id;
  const update = usePermission({
    permission: labUpdatePermission,
    resourceRef,
  });
  const remove = usePermission({
    permission: labDeletePermission,
    resourceRef,
  });
  const connect = usePermission({
    permission: labKubeconfigPermission,
    resourceRef,
  });
  const exec = usePermission({
    permission: labExecPermission,
    resourceRef,
  });
  const logs = usePermission({
    permission: labLogsPermission,
    resourceRef,
  });
  return {
    isLoading: [update, remove, connect, exec, logs].some(
      ({ loading }) => loading,
    ),
    mayUpdate: update.allowed,
    mayDelete: remove.allowed,
    mayConnect: connect.allowed,
    mayExec: exec.allowed,
    mayReadLogs: logs.allowed,
  };
}
