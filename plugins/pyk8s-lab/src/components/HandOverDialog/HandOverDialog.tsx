import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Skeleton,
  Text,
} from '@backstage/ui';
import { type FormEvent, useState } from 'react';
import { type LabActions, useLabOptions, useOwnerNames } from '../../hooks';
import { explainOwner, normalizeOwner } from '../../labs';
import { useTranslate } from '../../translation';
import { ErrorState } from '../ErrorState';
import { NewOwnerField } from './NewOwnerField';
import styles from './HandOverDialog.module.css';

/** Asks who shall own a lab from now on. */
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
  const { options, error, retry } = useLabOptions();
  const [typed, setTyped] = useState<string>();
  const choices = (options?.owners ?? []).filter(ref => ref !== lab.owner);
  // Administrators can give it to anybody, others to their own groups.
  const isFree = options?.seesAll === true;
  const value = typed ?? (isFree ? '' : choices[0] ?? '');
  const owner = normalizeOwner(value);
  const [name] = useOwnerNames([owner ?? value]);
  const problem = explainOwner(t, value, lab.owner);
  const isPending = actions.pending === 'handOver';

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (owner && !problem && !isPending) {
      if (await actions.handOver(owner, name)) {
        onClose();
      }
    }
  };
  const title = t('handOverDialog.title', { name: lab.name });
  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()} width={480}>
      <form
        aria-label={title}
        noValidate
        className={styles.form}
        onSubmit={onSubmit}
      >
        <DialogHeader>{title}</DialogHeader>
        <DialogBody>
          {options && !isFree && choices.length === 0 && (
            <Text as="p">{t('handOverDialog.noChoice')}</Text>
          )}
          {options && (isFree || choices.length > 0) && (
            <div className={styles.fields}>
              <NewOwnerField
                value={value}
                error={typed === undefined ? undefined : problem}
                choices={choices}
                isFree={isFree}
                onChange={setTyped}
              />
              <Text as="p" className={styles.text}>
                {t('handOverDialog.consequences')}
              </Text>
            </div>
          )}
          {!options && error && (
            <ErrorState error={error} what="newOwners" onRetry={retry} />
          )}
          {!options && !error && <Skeleton width="100%" height={120} />}
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" onPress={onClose}>
            {t('handOverDialog.cancel')}
          </Button>
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
        </DialogFooter>
      </form>
    </Dialog>
  );
};
