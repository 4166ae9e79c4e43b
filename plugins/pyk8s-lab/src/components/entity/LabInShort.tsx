import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Skeleton, Text } from '@backstage/ui';
import { useLabActions, useLabPermissions } from '../../hooks';
import { abilitiesOf } from '../../labs';
import { useTranslate } from '../../translation';
import { ExtendMenu } from '../LabActions/ExtendMenu';
import { SimulatedBadge } from '../common/Simulated';
import { StatusBadge, PhaseNow, TimeLeft } from '../common/LabStatus';
import { LabConnect } from './LabConnect';
import styles from './EntityLabCard.module.css';

/** How a lab is, how long it has, and how to use it. */
export const LabInShort = ({
  lab,
  onChanged,
}: {
  lab: Lab;
  /** Gets the lab as it is after a change. */
  onChanged: (lab: Lab) => void;
}) => {
  const t = useTranslate();
  const actions = useLabActions(lab, onChanged);
  const may = useLabPermissions(lab.id);
  const { canExtend } = abilitiesOf(lab);
  return (
    <div className={styles.facts}>
      <div className={styles.line}>
        <StatusBadge status={lab.status} />
        {lab.simulated && <SimulatedBadge />}
      </div>
      <PhaseNow lab={lab} />
      <div className={styles.line}>
        <Text>
          {t('entity.labCard.timeLeft', { time: <TimeLeft lab={lab} /> })}
        </Text>
        {may.mayUpdate && canExtend && (
          <ExtendMenu lab={lab} actions={actions} may={may} />
        )}
      </div>
      {may.isLoading && <Skeleton width="100%" height={72} />}
      {!may.isLoading && may.mayConnect && <LabConnect lab={lab} />}
      {!may.isLoading && !may.mayConnect && (
        <Text as="p" color="secondary" className={styles.text}>
          {t('entity.labCard.mayNotConnect')}
        </Text>
      )}
    </div>
  );
};
