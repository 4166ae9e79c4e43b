import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Text } from '@backstage/ui';
import { useState } from 'react';
import { type LabActions, useLabOptions, useOwnerNames } from '../../hooks';
import { explainOwner, normalizeOwner } from '../../labs';
import { useTranslate } from '../../translation';
import { EntityField } from './EntityField';
import { FormDialog } from './FormDialog';
import styles from './HandOverDialog.module.css';

const OWNERS = ['Group', 'User'] as const;

/** Transfers a lab to another owner of the catalog. */
export const HandOverDialog = ({
  lab,
  actions,
  onClose,
}: {
  lab: Lab;
  actions: LabActions;
  onClose: () => void;
}) => {
  const t = useTranslate();
  const { options } = useLabOptions();
  const [typed, setTyped] = useState<string>();
  const value = typed ?? '';
  const owner = normalizeOwner(value);
  const [name] = useOwnerNames([owner ?? value]);
  const problem = explainOwner(t, value, lab.owner);
  const isPending = actions.pending === 'handOver';
  const losesAccess =
    options && !options.seesAll && owner && !options.owners.includes(owner);

  const onSubmit = async () => {
    if (owner && !problem && !isPending) {
      if (await actions.handOver(owner, name)) {
        onClose();
      }
    }
  };
  const title = t('handOverDialog.title', { name: lab.name });
  return (
    <FormDialog
      title={title}
      onSubmit={onSubmit}
      onClose={onClose}
      submit={
        <Button
          variant="primary"
          type="submit"
          isDisabled={!owner || problem !== undefined}
          isPending={isPending}
        >
          {owner && !problem
            ? t('handOverDialog.submitTo', { owner: name })
            : t('handOverDialog.submit')}
        </Button>
      }
    >
      <EntityField
        kinds={OWNERS}
        label={t('handOverDialog.newOwner')}
        description={t('handOverDialog.choiceHelp')}
        isRequired
        value={value}
        error={typed === undefined ? undefined : problem}
        exclude={lab.owner}
        onChange={setTyped}
      />
      <Text as="p" className={styles.text}>
        {t('handOverDialog.consequences')}
      </Text>
      <Text as="p" role="status" weight="bold" className={styles.text}>
        {losesAccess && t('handOverDialog.losesAccess')}
      </Text>
    </FormDialog>
  );
};
