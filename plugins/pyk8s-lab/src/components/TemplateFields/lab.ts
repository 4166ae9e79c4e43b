import { identityApiRef } from '@backstage/frontend-plugin-api';
import {
  type CustomFieldValidator,
  makeFieldSchema,
} from '@backstage/plugin-scaffolder-react';
import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { labApiRef } from '../../api';
import { ownLabs } from '../../watch';
import { translateIn } from '../../translation';

/** What the field gives, and what a template can set of it. */
export const labSchema = makeFieldSchema({
  output: z => z.string().describe("A lab's id, or the ref of its entity"),
  uiOptions: z =>
    z.object({
      value: z
        .enum(['id', 'entityRef'])
        .optional()
        .describe(
          "What the field gives: the lab's id, which the actions take, or the ref of its entity in the catalog; the id unless given",
        ),
    }),
});

/** What stands for a lab in a form. */
export type LabValue = 'id' | 'entityRef';

/** Whether a lab can be chosen. */
export function isChoosable({ status }: Lab): boolean {
  return status === 'RUNNING';
}

/** Says so where the lab that was chosen does not run any more. */
export const validateLab: CustomFieldValidator<
  typeof labSchema.TOutput,
  typeof labSchema.uiOptionsType
> = async (value, field, { apiHolder, uiSchema }) => {
  const api = apiHolder.get(labApiRef);
  const identityApi = apiHolder.get(identityApiRef);
  if (!value || !api || !identityApi) {
    return;
  }
  const key: LabValue = uiSchema?.['ui:options']?.value ?? 'id';
  for await (const labs of ownLabs({ api, identityApi }).list()) {
    if (labs.some(lab => lab[key] === value && isChoosable(lab))) {
      return;
    }
  }
  const t = await translateIn(apiHolder);
  field.addError(t('fields.lab.gone'));
};
