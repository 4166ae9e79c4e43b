import type {
  LabOptions,
  ProviderOption,
} from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { ButtonIcon, Select, TextAreaField, TextField } from '@backstage/ui';
import { RiDiceLine } from '@remixicon/react';
import { focusOnMount } from '../../hooks';
import { describeNodes } from '../../labs';
import { type Translate, useTranslate } from '../../translation';
import { OwnerField } from './OwnerField';
import { ResourceFields } from './ResourceFields';
import { TtlField } from './TtlField';
import { availableProviders, providerOf } from './labForm';
import type { CreateLabForm } from './useCreateLabForm';
import styles from './CreateLabDialog.module.css';

/** The fields of the form that asks for a lab. */
export const CreateLabFields = ({
  form,
  options,
}: {
  form: CreateLabForm;
  options: LabOptions;
}) => {
  const t = useTranslate();
  const { values, errors, change } = form;
  const providers = availableProviders(options);
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
        options={options}
        onChange={owner => change({ owner })}
      />
      {providers.length > 1 && (
        <Select
          label={t('createDialog.provider')}
          options={providers.map(({ id, title }) => ({ id, label: title }))}
          value={values.provider}
          onChange={id => change({ provider: String(id) })}
        />
      )}
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
      {provider?.resources && (
        <ResourceFields
          values={values}
          errors={errors}
          resources={provider.resources}
          onChange={change}
        />
      )}
      <TextAreaField
        label={t('createDialog.purpose.label')}
        secondaryLabel={t('createDialog.optional')}
        description={t('createDialog.purpose.help')}
        rows={2}
        value={values.purpose}
        onChange={purpose => change({ purpose })}
        validate={() => errors.purpose}
        validationBehavior="aria"
      />
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
