import { createConditionExports } from '@backstage/plugin-permission-node';
import { labPermissionResourceRef, labRules } from './labRules';

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: labPermissionResourceRef,
  rules: labRules,
});

/**
 * The conditions that a permission policy can put on labs: `isOwner`,
 * `hasStatus` and `isSimulated`.
 * @public
 */
export const labConditions = conditions;

/**
 * Makes the conditional decision of a permission policy about labs.
 * @public
 */
export const createLabConditionalDecision = createConditionalDecision;
