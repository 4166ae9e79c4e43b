/** Why something cannot be done with a lab now, by the lab's state. */
export const blocked = {
  kubeconfig: {
    making:
      'The lab is still provisioning. You can connect as soon as it is running.',
    failed:
      'The lab failed, so there is nothing to connect to. Recreate it first.',
    paused:
      'The lab is paused: its nodes are stopped, so kubectl cannot reach it. Resume it to connect.',
    resuming: 'The lab is resuming. You can connect as soon as it is running.',
    deleting: 'The lab is being deleted.',
    deleted: 'The lab is deleted, and its kubeconfigs no longer work.',
  },
  commands: {
    making:
      'The lab is still provisioning. You can run commands as soon as it is running.',
    failed:
      'The lab failed, so you cannot run commands in it. Recreate it first.',
    paused:
      'The lab is paused: its nodes are stopped. Resume it to run commands.',
    resuming:
      'The lab is resuming. You can run commands as soon as it is running.',
    deleting: 'The lab is being deleted, so you cannot run commands in it.',
    deleted: 'The lab is deleted, so you cannot run commands in it.',
  },
  clusterLogs: {
    making:
      'The lab is still provisioning. The logs of its nodes and pods are available as soon as it is running.',
    failed:
      'The lab failed, so the logs of its nodes and pods are not available. The provisioning log is below.',
    paused:
      'The lab is paused: its nodes are stopped. Resume it to read the logs of its nodes and pods.',
    resuming:
      'The lab is resuming. The logs of its nodes and pods are available as soon as it is running.',
    deleting:
      'The lab is being deleted, and the logs of its nodes and pods with it.',
    deleted: 'The lab is deleted, and the logs of its nodes and pods with it.',
  },
  images: {
    making:
      'The lab is still provisioning. You can import images as soon as it is running.',
    failed:
      'The lab failed, so its images are not available. Recreate it first.',
    paused:
      'The lab is paused: its nodes are stopped. Resume it to see and import images.',
    resuming:
      'The lab is resuming. Its images are available as soon as it is running.',
    deleting: 'The lab is being deleted, and its images with it.',
    deleted: 'The lab is deleted, and its images with it.',
  },
} as const;
