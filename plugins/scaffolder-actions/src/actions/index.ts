import type { ActionDeps } from './ActionDeps';
import { createApplyAction } from './applyManifests';
import { createLabAction } from './createLab';
import { createDeleteAction } from './deleteLab';
import { createExecAction } from './execInLab';
import { createExtendAction } from './extendLab';
import { createFetchKubeconfigAction } from './fetchKubeconfig';
import { createWaitAction } from './waitForLab';

export type { ActionDeps } from './ActionDeps';

/** All of the actions. */
export function createLabActions(deps: ActionDeps) {
  return [
    createLabAction(deps),
    createWaitAction(deps),
    createApplyAction(deps),
    createExecAction(deps),
    createExtendAction(deps),
    createDeleteAction(deps),
    createFetchKubeconfigAction(deps),
  ];
}
