import type {
  ClusterLogOptions,
  ClusterLogSource,
  ClusterLogSources,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-node';
import { KindWorld } from '../../__testUtils__/kindWorld';

export const ref = { name: 'lab-abc-0001', host: 'local' };
export const controlPlane = `${ref.name}-control-plane`;
export const worker = `${ref.name}-worker`;
export const ofNode = {
  kind: 'node',
  node: worker,
} satisfies ClusterLogSource;
export const ofPod = {
  kind: 'pod',
  namespace: 'default',
  pod: 'web-0',
} satisfies ClusterLogSource;

/** A cluster with two workers, and another one. */
export function aWorld(): KindWorld {
  const world = new KindWorld();
  world.addContainer(ref.name, 'worker', 2, 30_001);
  world.addContainer(ref.name, 'worker', 1, 30_001);
  world.addContainer(ref.name, 'control-plane', 0, 30_001);
  world.addContainer('lab-abc-0002', 'control-plane', 0, 30_002);
  return world;
}

export async function sources(world: KindWorld): Promise<ClusterLogSources> {
  return world.provider.can.logs.logSources(ref, {
    signal: new AbortController().signal,
  });
}

export async function read(
  world: KindWorld,
  source: ClusterLogSource,
  options: Partial<ClusterLogOptions> = {},
): Promise<string> {
  let text = '';
  await world.provider.can.logs.logs(ref, source, {
    tailLines: 7,
    follow: false,
    signal: new AbortController().signal,
    onOutput: chunk => {
      text += Buffer.from(chunk);
    },
    ...options,
  });
  return text;
}
