import type {
  Lab,
  LabStatus,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';

/** The colour of a status, by what it means. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

/** How a status is shown. */
export interface StatusLook {
  title: string;
  tone: Tone;
  /** Something is being done: the status changes by itself. */
  isBusy: boolean;
}

const LOOKS: Record<LabStatus, StatusLook> = {
  QUEUED: { title: 'Queued', tone: 'neutral', isBusy: true },
  PROVISIONING: { title: 'Being made', tone: 'info', isBusy: true },
  RUNNING: { title: 'Running', tone: 'success', isBusy: false },
  PAUSING: { title: 'Pausing', tone: 'neutral', isBusy: true },
  PAUSED: { title: 'Paused', tone: 'neutral', isBusy: false },
  RESUMING: { title: 'Resuming', tone: 'info', isBusy: true },
  UPDATING: { title: 'Updating', tone: 'info', isBusy: true },
  ERROR: { title: 'Failed', tone: 'danger', isBusy: false },
  DELETING: { title: 'Being deleted', tone: 'warning', isBusy: true },
  DELETED: { title: 'Deleted', tone: 'neutral', isBusy: false },
};

/** How to show a status. */
export function lookOf(status: LabStatus): StatusLook {
  return LOOKS[status];
}

/** Where a QUEUED lab is in the queue, in words. */
export function describeQueue({ queuePosition }: Lab): string {
  return queuePosition === undefined
    ? 'Waits to be made.'
    : `Number ${queuePosition} in the queue.`;
}

/** What can be done with a lab now. */
export interface LabAbilities {
  canExtend: boolean;
  canPause: boolean;
  canResume: boolean;
  canRetry: boolean;
  canDelete: boolean;
  canHandOver: boolean;
  /** Why there is no kubeconfig yet; undefined when there is one. */
  kubeconfigBlockedBy?: string;
  /** Why no commands can be run now; undefined when they can. */
  commandsBlockedBy?: string;
  /** Why nodes and pods cannot be asked for logs now; undefined when they can. */
  clusterLogsBlockedBy?: string;
  /** Why images can be neither seen nor brought in now; undefined when they can. */
  imagesBlockedBy?: string;
}

/** Says what can be done with a lab in its status. */
export function abilitiesOf(lab: Pick<Lab, 'status'>): LabAbilities {
  const { status } = lab;
  const isEnding = status === 'DELETING' || status === 'DELETED';
  return {
    canExtend: status === 'RUNNING' || status === 'PAUSED',
    canPause: status === 'RUNNING',
    canResume: status === 'PAUSED',
    canRetry: status === 'ERROR',
    canDelete: !isEnding,
    canHandOver: !isEnding,
    kubeconfigBlockedBy: whyNoKubeconfig(status),
    commandsBlockedBy: whyNoCommands(status),
    clusterLogsBlockedBy: whyNoClusterLogs(status),
    imagesBlockedBy: whyNoImages(status),
  };
}

function whyNoKubeconfig(status: LabStatus): string | undefined {
  switch (status) {
    case 'RUNNING':
      return undefined;
    case 'QUEUED':
    case 'PROVISIONING':
      return 'The lab is still being made. You can connect as soon as it runs.';
    case 'ERROR':
      return 'The lab failed, so there is nothing to connect to. Recreate it first.';
    case 'PAUSING':
    case 'PAUSED':
      return 'The lab is paused: its nodes are stopped, so kubectl cannot reach it. Resume it to connect.';
    case 'RESUMING':
      return 'The lab is being resumed. You can connect as soon as it runs.';
    case 'DELETING':
      return 'The lab is being deleted.';
    case 'DELETED':
      return 'The lab is deleted, and its kubeconfigs lead nowhere.';
    default:
      return `The lab is ${lookOf(
        status,
      ).title.toLowerCase()}. You can connect while it runs.`;
  }
}

function whyNoCommands(status: LabStatus): string | undefined {
  switch (status) {
    case 'RUNNING':
      return undefined;
    case 'QUEUED':
    case 'PROVISIONING':
      return 'The lab is still being made. You can run commands as soon as it runs.';
    case 'ERROR':
      return 'The lab failed, so no commands can be run in it. Recreate it first.';
    case 'PAUSING':
    case 'PAUSED':
      return 'The lab is paused: its nodes are stopped, so no commands can be run in it. Resume it to run some.';
    case 'RESUMING':
      return 'The lab is being resumed. You can run commands as soon as it runs.';
    case 'DELETING':
      return 'The lab is being deleted, so no commands can be run in it.';
    case 'DELETED':
      return 'The lab is deleted, so no commands can be run in it.';
    default:
      return `The lab is ${lookOf(
        status,
      ).title.toLowerCase()}. You can run commands while it runs.`;
  }
}

function whyNoClusterLogs(status: LabStatus): string | undefined {
  switch (status) {
    case 'RUNNING':
      return undefined;
    case 'QUEUED':
    case 'PROVISIONING':
      return 'The lab is still being made. The logs of its nodes and pods are here as soon as it runs.';
    case 'ERROR':
      return 'The lab failed, so its nodes and pods cannot be asked for their logs. What making it printed is below.';
    case 'PAUSING':
    case 'PAUSED':
      return 'The lab is paused: its nodes are stopped and cannot be asked for logs. Resume it to read them.';
    case 'RESUMING':
      return 'The lab is being resumed. The logs of its nodes and pods are here as soon as it runs.';
    case 'DELETING':
      return 'The lab is being deleted, so its nodes and pods have no logs any more.';
    case 'DELETED':
      return 'The lab is deleted, and its nodes and pods with their logs.';
    default:
      return `The lab is ${lookOf(
        status,
      ).title.toLowerCase()}. The logs of its nodes and pods are here while it runs.`;
  }
}

function whyNoImages(status: LabStatus): string | undefined {
  switch (status) {
    case 'RUNNING':
      return undefined;
    case 'QUEUED':
    case 'PROVISIONING':
      return 'The lab is still being made. You can bring images in as soon as it runs.';
    case 'ERROR':
      return 'The lab failed, so its nodes cannot be asked for their images. Recreate it first.';
    case 'PAUSING':
    case 'PAUSED':
      return 'The lab is paused: its nodes are stopped, with their images. Resume it to see them, and to bring some in.';
    case 'RESUMING':
      return 'The lab is being resumed. Its images are here as soon as it runs.';
    case 'DELETING':
      return 'The lab is being deleted, and its nodes with their images.';
    case 'DELETED':
      return 'The lab is deleted, and its nodes with their images.';
    default:
      return `The lab is ${lookOf(
        status,
      ).title.toLowerCase()}. Its images are here while it runs.`;
  }
}
