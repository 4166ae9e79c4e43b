import type { Lab } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Alert } from '@backstage/ui';
import { describeFailure } from '../../labs';
import { CopyBlock } from '../CopyBlock';
import styles from './LabCallouts.module.css';

/** Says what is wrong with a lab in the provider's words, and what to do. */
export const FailedCallout = ({ lab }: { lab: Lab }) => {
  const { title, advice } = describeFailure(lab);
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={title}
      description={
        <>
          <p className={styles.advice}>{advice}</p>
          <CopyBlock
            text={lab.statusMessage || 'The provider gave no reason.'}
            what="What the provider said"
          />
        </>
      }
    />
  );
};
