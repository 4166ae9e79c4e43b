import type { ActionDeps } from './ActionDeps';
import { createApplyAction } from './applyManifests';
import { createLabAction } from './createLab';
import { createDeleteAction } from './deleteLab';
import { createExecAction } from './execInLab';
import { createExtendAction } from './extendLab';
import { createFetchKubeconfigAction } from './fetchKubeconfig';
import { createWaitAction } from './waitForLab';
import { withShortErrors } from './withShortErrors';

export type { ActionDeps } from './ActionDeps';

/** All actions, with errors short enough for the headline of a failed task. */
export function createLabActions(deps: ActionDeps) {
  return [
    withShortErrors(createLabAction(deps)),
    withShortErrors(createWaitAction(deps)),
    withShortErrors(createApplyAction(deps)),
    withShortErrors(createExecAction(deps)),
    withShortErrors(createExtendAction(deps)),
    withShortErrors(createDeleteAction(deps)),
    withShortErrors(createFetchKubeconfigAction(deps)),
  ];
}
