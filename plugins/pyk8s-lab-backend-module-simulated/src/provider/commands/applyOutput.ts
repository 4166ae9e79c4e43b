import type { ClusterManifests } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

const MAX_OBJECTS = 100;

/**
 * The output of a simulated `kubectl apply`: a line for each object with the usual
 * layout, without a uid, since the rollout cannot be watched. The tar is not parsed:
 * the files in it are uncompressed text.
 */
export function applyOutput({
  archive,
  namespace = 'default',
}: Pick<ClusterManifests, 'archive' | 'namespace'>): {
  stdout: string;
  stderr: string;
} {
  const lines: string[] = [];
  let apiVersion = '';
  let kind = '';
  for (const line of Buffer.from(archive).toString('latin1').split('\n')) {
    apiVersion =
      /(?:^|\0)apiVersion: ?([\w./-]{1,100})$/.exec(line)?.[1] ?? apiVersion;
    kind = /^kind: ?(\w{1,63})$/.exec(line)?.[1] ?? kind;
    const [, name] =
      /^(?:metadata: ?\{ ?| {2,4})name: ?([\w.-]{1,253})/.exec(line) ?? [];
    if (name && kind && lines.length < MAX_OBJECTS) {
      lines.push([apiVersion, kind, namespace, name, ''].join('\t'));
      // Further names belong to parts of the object.
      kind = '';
    }
  }
  return {
    stdout: lines.map(line => `${line}\n`).join(''),
    stderr: 'Warning: simulated lab: nothing is applied to a real cluster\n',
  };
}
