/** Applying manifests, in the Console. */
export const apply = {
  title: 'Manifests',
  open: 'Apply manifests',
  note: 'Runs kubectl apply in the lab and waits until everything is rolled out. Use pyk8s cluster apply for folders on your machine.',
  notCancelled: 'Applying was not cancelled',
  dialogTitle: 'Apply manifests to {{name}}',
  submit: 'Apply',
  files: 'Files',
  choose: 'Choose files',
  chosen: '{{names, list(type: unit)}}',
  removeFiles: 'Remove files',
  filesHelp:
    'YAML or JSON manifests, or one tar archive of them, which may hold a kustomization.',
  text: 'Or paste manifests',
  textHelp: 'YAML; separate several objects by lines of ---.',
  folder: 'Folder of the kustomization',
  folderHelp:
    'A folder in the archive, which is rendered with kubectl kustomize first. Leave it empty to apply the manifests of all folders.',
  namespace: 'Namespace',
  namespaceHelp:
    'For objects that name none. It is created if it does not exist.',
  serverSide: 'Apply on the server (kubectl apply --server-side)',
  refused: 'The manifests were not applied',
  problem: {
    kind: 'Choose files that end with .yaml, .yml or .json, or one archive that ends with .tar, .tar.gz or .tgz.',
    mixed: 'Apply an archive by itself, without other files or pasted text.',
    size: 'Manifests can have at most {{size}}.',
  },
} as const;
