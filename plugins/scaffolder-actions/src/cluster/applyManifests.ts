import type { V1CustomResourceDefinition } from '@kubernetes/client-node';
import { nameOf, type Manifest } from '../manifests';
import type { Pause } from '../runs';
import type { AppliedObject } from './appliedObject';
import type { LabObjects } from './LabObjects';

const LOOK_EVERY_MS = 250;

/** How manifests are applied. */
export interface ApplyOptions {
  /** A line for the log of the task. */
  tell: (line: string) => void;
  /** Told which object is under way, for the message when it fails. */
  onObject: (manifest: Manifest) => void;
  pause: Pause;
  signal: AbortSignal;
}

/**
 * Applies objects in their order, each kind of custom resource once the API server
 * knows it.
 *
 * @returns what is known of the objects then
 */
export async function applyManifests(
  objects: LabObjects,
  manifests: readonly Manifest[],
  options: ApplyOptions,
): Promise<AppliedObject[]> {
  const applied: AppliedObject[] = [];
  const definitions: AppliedObject[] = [];
  for (const manifest of manifests) {
    options.onObject(manifest);
    if (manifest.kind === 'CustomResourceDefinition') {
      const definition = await objects.apply(manifest);
      definitions.push(definition);
      applied.push(definition);
    } else {
      for (const definition of definitions.splice(0)) {
        await untilEstablished(objects, definition, options);
      }
      applied.push(await objects.apply(manifest));
    }
    options.tell(`${nameOf(applied[applied.length - 1])} is applied`);
  }
  return applied;
}

async function untilEstablished(
  objects: LabObjects,
  definition: AppliedObject,
  { pause, signal }: ApplyOptions,
): Promise<void> {
  for (;;) {
    const { status } = await objects.current<V1CustomResourceDefinition>(
      definition,
    );
    const isEstablished = status?.conditions?.some(
      condition =>
        condition.type === 'Established' && condition.status === 'True',
    );
    if (isEstablished) {
      return;
    }
    await pause(LOOK_EVERY_MS, signal);
  }
}
