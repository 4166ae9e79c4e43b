import {
  type CustomFieldValidator,
  makeFieldSchema,
} from '@backstage/plugin-scaffolder-react';
import type {
  KubernetesVersionOption,
  LabOptions,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { labApiRef } from '../../api';
import { translateIn } from '../../translation';
import { providerOf } from '../CreateLabDialog/labForm';

/** What the field gives, and what a template can set of it. */
export const versionSchema = makeFieldSchema({
  output: z => z.string().describe('A Kubernetes version, such as v1.34.4'),
  uiOptions: z =>
    z.object({
      provider: z
        .string()
        .optional()
        .describe(
          'The provider whose versions are offered; the default one unless given',
        ),
    }),
});

/** The versions that a provider offers. */
export function versionsOf(
  options: LabOptions,
  provider: string | undefined,
): KubernetesVersionOption[] {
  return providerOf(options, provider ?? '')?.kubernetesVersions ?? [];
}

/** Says so where a version is not offered, as of a link or an older form. */
export const validateVersion: CustomFieldValidator<
  typeof versionSchema.TOutput,
  typeof versionSchema.uiOptionsType
> = async (version, field, { apiHolder, uiSchema }) => {
  const api = apiHolder.get(labApiRef);
  if (!version || !api) {
    return;
  }
  const provider = uiSchema?.['ui:options']?.provider;
  const offered = versionsOf(await api.getOptions(), provider).map(
    option => option.version,
  );
  if (offered.length > 0 && !offered.includes(version)) {
    const t = await translateIn(apiHolder);
    field.addError(
      t('fields.version.unknown', { version, versions: offered.join(', ') }),
    );
  }
};
