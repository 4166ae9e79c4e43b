import type { LabLogRun } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Select } from '@backstage/ui';
import { describeRun, type LogChoice } from '../../logs';
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
}) => (
  <Select
    label="Attempt"
    className={styles.picker}
    placeholder="None"
    isDisabled={runs.length === 0}
    options={[...runs]
      .reverse()
      .map(run => ({ id: run.id, label: describeRun(run) }))}
    value={chosen?.id ?? null}
    onChange={run => onChoose({ source: 'provisioning', run: String(run) })}
  />
);
