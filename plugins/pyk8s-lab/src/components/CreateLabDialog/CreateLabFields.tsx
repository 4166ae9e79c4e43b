import type {
  LabOptions,
  ProviderOption,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ButtonIcon, Select, TextField } from '@backstage/ui';
import { RiDiceLine } from '@remixicon/react';
import { focusOnMount } from '../dialogs/FormDialog';
import { describeNodes } from '../../labs';
import { type Translate, useTranslate } from '../../translation';
import { EntityField } from '../dialogs/EntityField';
import { AdvancedFields } from './AdvancedFields';
import { OwnerField } from './OwnerField';
import { TtlField } from './TtlField';
import { providerOf } from './labForm';
import type { CreateLabForm } from './useCreateLabForm';
import styles from './CreateLabDialog.module.css';

const COMPONENT = ['Component'] as const;

/** The fields of the form that requests a lab. */
export const CreateLabFields = ({
  form,
  options,
}: {
  form: CreateLabForm;
  options: LabOptions;
}) => {
  const t = useTranslate();
  const { values, errors, change } = form;
  const provider = providerOf(options, values.provider);
  return (
    <>
      <div className={styles.name}>
        <TextField
          label={t('createDialog.name.label')}
          description={t('createDialog.name.help')}
          isRequired
          ref={focusOnMount}
          value={values.name}
          onChange={name => change({ name })}
          validate={() => errors.name}
          validationBehavior="aria"
          autoComplete="off"
          spellCheck="false"
          className={styles.grow}
        />
        <ButtonIcon
          aria-label={t('createDialog.name.suggest')}
          variant="secondary"
          icon={<RiDiceLine />}
          onPress={form.suggestAnotherName}
        />
      </div>
      <TtlField
        value={values.ttl}
        error={errors.ttl}
        ttl={options.ttl}
        onChange={ttl => change({ ttl })}
      />
      <OwnerField
        value={values.owner}
        error={errors.owner}
        simulated={provider?.simulated ?? false}
        options={options}
        onChange={owner => change({ owner })}
      />
      <div className={styles.pair}>
        {provider && provider.kubernetesVersions.length > 0 && (
          <Select
            label={t('createDialog.kubernetesVersion')}
            options={provider.kubernetesVersions.map(option => ({
              id: option.version,
              label: option.title,
            }))}
            value={values.kubernetesVersion}
            onChange={version => change({ kubernetesVersion: String(version) })}
          />
        )}
        <Select
          label={t('createDialog.nodes')}
          options={nodeChoices(t, provider)}
          value={String(values.workers)}
          onChange={workers => change({ workers: Number(workers) })}
        />
      </div>
      <EntityField
        kinds={COMPONENT}
        label={t('createDialog.component.label')}
        secondaryLabel={t('createDialog.optional')}
        noneLabel={t('createDialog.component.none')}
        value={values.component}
        error={errors.component}
        onChange={component => change({ component })}
      />
      <TextField
        label={t('createDialog.purpose.label')}
        secondaryLabel={t('createDialog.optional')}
        description={t('createDialog.purpose.help')}
        value={values.purpose}
        onChange={purpose => change({ purpose })}
        validate={() => errors.purpose}
        validationBehavior="aria"
      />
      <AdvancedFields form={form} options={options} />
    </>
  );
};

function nodeChoices(t: Translate, provider: ProviderOption | undefined) {
  const max = provider?.maxWorkers ?? 0;
  return Array.from({ length: max + 1 }, (_, workers) => ({
    id: String(workers),
    label: describeNodes(t, workers),
  }));
}
