import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button } from '@backstage/ui';
import { useState } from 'react';
import type { LabActions } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { useTranslate } from '../../translation';
import { HandOverDialog } from '../dialogs/HandOverDialog';
import { OwnerLink } from '../common/OwnerLink';
import styles from './LabFacts.module.css';

/** Who owns a lab, and a way to give it to somebody else. */
export const LabOwner = ({
  lab,
  actions,
  mayUpdate,
}: {
  lab: Lab;
  actions: LabActions;
  mayUpdate: boolean;
}) => {
  const t = useTranslate();
  const [isAsking, setAsking] = useState(false);
  return (
    <span className={styles.owner}>
      <OwnerLink entityRef={lab.owner} />
      {mayUpdate && abilitiesOf(lab).canHandOver && (
        <Button
          size="small"
          variant="tertiary"
          className={styles.change}
          onPress={() => setAsking(true)}
        >
          {t('overview.about.transfer')}
        </Button>
      )}
      {isAsking && (
        <HandOverDialog
          lab={lab}
          actions={actions}
          onClose={() => setAsking(false)}
        />
      )}
    </span>
  );
};
