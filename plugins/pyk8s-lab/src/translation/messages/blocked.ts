/** Why something cannot be done with a lab now, by how the lab is. */
export const blocked = {
  kubeconfig: {
    making: 'The lab is still being made. You can connect as soon as it runs.',
    failed:
      'The lab failed, so there is nothing to connect to. Recreate it first.',
    paused:
      'The lab is paused: its nodes are stopped, so kubectl cannot reach it. Resume it to connect.',
    resuming: 'The lab is being resumed. You can connect as soon as it runs.',
    updating: 'The lab is updating. You can connect while it runs.',
    deleting: 'The lab is being deleted.',
    deleted: 'The lab is deleted, and its kubeconfigs lead nowhere.',
  },
  commands: {
    making:
      'The lab is still being made. You can run commands as soon as it runs.',
    failed:
      'The lab failed, so no commands can be run in it. Recreate it first.',
    paused:
      'The lab is paused: its nodes are stopped, so no commands can be run in it. Resume it to run some.',
    resuming:
      'The lab is being resumed. You can run commands as soon as it runs.',
    updating: 'The lab is updating. You can run commands while it runs.',
    deleting: 'The lab is being deleted, so no commands can be run in it.',
    deleted: 'The lab is deleted, so no commands can be run in it.',
  },
  clusterLogs: {
    making:
      'The lab is still being made. The logs of its nodes and pods are here as soon as it runs.',
    failed:
      'The lab failed, so its nodes and pods cannot be asked for their logs. What making it printed is below.',
    paused:
      'The lab is paused: its nodes are stopped and cannot be asked for logs. Resume it to read them.',
    resuming:
      'The lab is being resumed. The logs of its nodes and pods are here as soon as it runs.',
    updating:
      'The lab is updating. The logs of its nodes and pods are here while it runs.',
    deleting:
      'The lab is being deleted, so its nodes and pods have no logs any more.',
    deleted: 'The lab is deleted, and its nodes and pods with their logs.',
  },
  images: {
    making:
      'The lab is still being made. You can bring images in as soon as it runs.',
    failed:
      'The lab failed, so its nodes cannot be asked for their images. Recreate it first.',
    paused:
      'The lab is paused: its nodes are stopped, with their images. Resume it to see them, and to bring some in.',
    resuming:
      'The lab is being resumed. Its images are here as soon as it runs.',
    updating: 'The lab is updating. Its images are here while it runs.',
    deleting: 'The lab is being deleted, and its nodes with their images.',
    deleted: 'The lab is deleted, and its nodes with their images.',
  },
} as const;
