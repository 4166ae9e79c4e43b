import type { ClusterManifests } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';

/** As many objects as are shown. */
const MAX_OBJECTS = 100;

/**
 * What a simulated lab prints in the place of `kubectl apply`: a line for each object
 * that is written in the usual way, without a uid, since nothing is there to be
 * watched. It reads no tar, whose files are in it as they are.
 */
export function simulatedApply({
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
      // Further names are of the object's parts.
      kind = '';
    }
  }
  return {
    stdout: lines.map(line => `${line}\n`).join(''),
    stderr: 'Warning: simulated lab: nothing is applied to a real cluster\n',
  };
}
