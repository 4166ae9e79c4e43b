import type { LabLogRun } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Select } from '@backstage/ui';
import { describeRun, type LogChoice } from '../../logs';
import { useTranslate } from '../../translation';
import styles from './LabLogs.module.css';

/** Chooses a go at making the lab, of which the last comes first. */
export const RunPicker = ({
  runs,
  chosen,
  onChoose,
}: {
  runs: readonly LabLogRun[];
  chosen: LabLogRun | undefined;
  onChoose: (choice: LogChoice) => void;
}) => {
  const t = useTranslate();
  return (
    <Select
      label={t('logs.choice.attempt')}
      className={styles.picker}
      placeholder={t('logs.choice.none')}
      isDisabled={runs.length === 0}
      options={[...runs]
        .reverse()
        .map(run => ({ id: run.id, label: describeRun(t, run) }))}
      value={chosen?.id ?? null}
      onChange={run => onChoose({ source: 'provisioning', run: String(run) })}
    />
  );
};
