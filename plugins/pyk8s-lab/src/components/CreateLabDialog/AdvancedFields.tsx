import type { LabOptions } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Select,
} from '@backstage/ui';
import { useState } from 'react';
import { useTranslate } from '../../translation';
import { ResourceFields } from './ResourceFields';
import { availableProviders, providerOf } from './labForm';
import type { CreateLabForm } from './useCreateLabForm';
import styles from './CreateLabDialog.module.css';

/** What most labs leave at the defaults of the portal. */
export const AdvancedFields = ({
  form: { values, errors, change },
  options,
}: {
  form: CreateLabForm;
  options: LabOptions;
}) => {
  const t = useTranslate();
  const [isOpen, setOpen] = useState(false);
  const providers = availableProviders(options);
  const resources = providerOf(options, values.provider)?.resources;
  if (providers.length < 2 && !resources) {
    return null;
  }
  // An error that nobody sees would keep the form from being sent.
  const hasError = Boolean(errors.cpu || errors.memory);
  return (
    <Accordion isExpanded={isOpen || hasError} onExpandedChange={setOpen}>
      <AccordionTrigger level={3} title={t('createDialog.advanced')} />
      <AccordionPanel>
        <div className={styles.advanced}>
          {providers.length > 1 && (
            <Select
              label={t('createDialog.provider')}
              options={providers.map(({ id, title }) => ({ id, label: title }))}
              value={values.provider}
              onChange={id => change({ provider: String(id) })}
            />
          )}
          {resources && (
            <ResourceFields
              values={values}
              errors={errors}
              resources={resources}
              onChange={change}
            />
          )}
        </div>
      </AccordionPanel>
    </Accordion>
  );
};
