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
  const { options, error, retry } = useLabOptions();
  const [typed, setTyped] = useState<string>();
  const choices = (options?.owners ?? []).filter(ref => ref !== lab.owner);
  // Administrators can give it to anybody, others to their own groups.
  const isFree = options?.seesAll === true;
  const value = typed ?? (isFree ? '' : choices[0] ?? '');
  const owner = normalizeOwner(value);
  const [name] = useOwnerNames([owner ?? value]);
  const problem = explainOwner(value, lab.owner);
  const isPending = actions.pending === 'handOver';

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (owner && !problem && !isPending) {
      if (await actions.handOver(owner, name)) {
        onClose();
      }
    }
  };
  return (
    <Dialog isOpen onOpenChange={open => !open && onClose()} width={480}>
      <form
        aria-label={`Change the owner of ${lab.name}`}
        noValidate
        className={styles.form}
        onSubmit={onSubmit}
      >
        <DialogHeader>Change the owner of {lab.name}</DialogHeader>
        <DialogBody>
          {options && !isFree && choices.length === 0 && (
            <Text as="p">
              You can hand a lab to yourself or to a group of yours, and there
              is no other that you belong to. Ask an administrator to hand it to
              somebody else.
            </Text>
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
                The new owner can do everything with the lab, and it counts for
                the new owner's quota. Those who do not belong to the new owner
                will not see it any more; kubeconfigs that they have downloaded
                still work.
              </Text>
            </div>
          )}
          {!options && error && (
            <ErrorState
              error={error}
              what="whom you may give it to"
              onRetry={retry}
            />
          )}
          {!options && !error && <Skeleton width="100%" height={120} />}
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" onPress={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            isDisabled={!owner || problem !== undefined}
            isPending={isPending}
          >
            {owner && !problem ? `Hand over to ${name}` : 'Hand over'}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
};
