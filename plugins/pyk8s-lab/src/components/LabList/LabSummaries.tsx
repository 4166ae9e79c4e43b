import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Text } from '@backstage/ui';
import { useTranslate } from '../../translation';
import { LabName } from '../common/LabName';
import { OwnerLink } from '../common/OwnerLink';
import { StatusBadge, PhaseNow, TimeLeft } from '../common/LabStatus';
import styles from './LabSummaries.module.css';

/** More would make a card longer than what stands beside it. */
const SHOWN = 5;

/** Labs in a few words each, for cards among others. */
export const LabSummaries = ({
  labs,
  label,
  showsOwners,
}: {
  labs: Lab[];
  /** What the list is called. */
  label: string;
  /** They have more than one owner. */
  showsOwners: boolean;
}) => {
  const t = useTranslate();
  const hidden = labs.length - SHOWN;
  return (
    <>
      <ul aria-label={label} className={styles.list}>
        {labs.slice(0, SHOWN).map(lab => (
          <li key={lab.id} className={styles.lab}>
            <div className={styles.what}>
              <LabName lab={lab} />
              {showsOwners && <OwnerLink entityRef={lab.owner} />}
              <PhaseNow lab={lab} />
            </div>
            <div className={styles.how}>
              <StatusBadge status={lab.status} />
              <TimeLeft lab={lab} />
            </div>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Text color="secondary">
          {t('entity.summaries.more', { count: hidden })}
        </Text>
      )}
    </>
  );
};
