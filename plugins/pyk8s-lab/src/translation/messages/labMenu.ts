/** The menu of a lab in a list. */
export const labMenu = {
  title: 'Actions for {{name}}',
  open: 'Open',
  extendBy: 'Extend by {{time}}',
  pause: 'Pause',
  resume: 'Resume',
  recreate: 'Recreate',
  kubeconfig: 'Download kubeconfig',
  edit: 'Edit…',
  transfer: 'Transfer…',
  delete: 'Delete…',
} as const;
