import type {
  Lab,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** What keeps people from using a lab; each has messages in `blocked`. */
export type Obstacle =
  | 'making'
  | 'failed'
  | 'paused'
  | 'resuming'
  | 'deleting'
  | 'deleted';

/** What can be done with a lab now. */
export interface LabAbilities {
  canExtend: boolean;
  canPause: boolean;
  canResume: boolean;
  canRetry: boolean;
  canDelete: boolean;
  canEdit: boolean;
  canHandOver: boolean;
  /** Whether its provider runs commands at all; otherwise there is no Console. */
  hasCommands: boolean;
  /** Whether its provider reads logs of clusters; otherwise there are those of provisioning. */
  hasClusterLogs: boolean;
  /** Whether its provider tells of images at all. */
  hasImages: boolean;
  /**
   * The message that says why there is no kubeconfig yet; undefined when there
   * is one.
   */
  kubeconfigBlockedBy?: `blocked.kubeconfig.${Obstacle}`;
  /** Why no commands can be run now; undefined when they can. */
  commandsBlockedBy?: `blocked.commands.${Obstacle}`;
  /** Why nodes and pods cannot be asked for logs now; undefined when they can. */
  clusterLogsBlockedBy?: `blocked.clusterLogs.${Obstacle}`;
  /** Why images can be neither listed nor imported now; undefined when they can. */
  imagesBlockedBy?: `blocked.images.${Obstacle}`;
}

const OBSTACLES: Record<LabStatus, Obstacle | undefined> = {
  QUEUED: 'making',
  PROVISIONING: 'making',
  RUNNING: undefined,
  PAUSING: 'paused',
  PAUSED: 'paused',
  RESUMING: 'resuming',
  ERROR: 'failed',
  DELETING: 'deleting',
  DELETED: 'deleted',
};

/** Says what can be done with a lab in its status, and by its provider. */
export function abilitiesOf({
  status,
  can,
}: Pick<Lab, 'status' | 'can'>): LabAbilities {
  const isEnding = status === 'DELETING' || status === 'DELETED';
  const obstacle = OBSTACLES[status];
  return {
    canExtend: status === 'RUNNING' || status === 'PAUSED',
    canPause: status === 'RUNNING' && can?.power !== false,
    canResume: status === 'PAUSED' && can?.power !== false,
    canRetry: status === 'ERROR',
    canDelete: !isEnding,
    canEdit: !isEnding,
    canHandOver: !isEnding,
    hasCommands: can?.commands !== false,
    hasClusterLogs: can?.logs !== false,
    hasImages: can?.images !== false,
    kubeconfigBlockedBy: obstacle && `blocked.kubeconfig.${obstacle}`,
    commandsBlockedBy: obstacle && `blocked.commands.${obstacle}`,
    clusterLogsBlockedBy: obstacle && `blocked.clusterLogs.${obstacle}`,
    imagesBlockedBy: obstacle && `blocked.images.${obstacle}`,
  };
}
