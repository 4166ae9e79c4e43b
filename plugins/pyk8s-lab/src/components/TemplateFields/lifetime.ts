import {
  type CustomFieldValidator,
  makeFieldSchema,
} from '@backstage/plugin-scaffolder-react';
import { labApiRef } from '../../api';
import { translateIn } from '../../translation';
import { explainTtl } from '../CreateLabDialog/explainForm';

/** What the field gives, and what a template can set of it. */
export const lifetimeSchema = makeFieldSchema({
  output: z => z.string().describe('How long a lab lives, such as 2h or 1h30m'),
  uiOptions: z =>
    z.object({
      presets: z
        .array(z.string())
        .optional()
        .describe(
          'The times to choose from with one click, such as 30m and 2h; the usual ones unless given',
        ),
    }),
});

/** Says what is wrong with a time for the user who asks. */
export const validateLifetime: CustomFieldValidator<
  typeof lifetimeSchema.TOutput
> = async (text, field, { apiHolder }) => {
  const api = apiHolder.get(labApiRef);
  if (!text || !api) {
    return;
  }
  const { ttl } = await api.getOptions();
  const t = await translateIn(apiHolder);
  const complaint = explainTtl(t, text, ttl);
  if (complaint) {
    field.addError(complaint);
  }
};
