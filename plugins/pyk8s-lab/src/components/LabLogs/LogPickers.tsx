import type { LabLogSources } from '@pyk8s-lab/backstage-plugin-pyk8s-lab-common';
import { Button, Select } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import {
  type LogChoice,
  type LogRange,
  type ResolvedLog,
  SINCES,
  TAILS,
} from '../../logs';
import { NodePicker } from './NodePicker';
import { PodPicker } from './PodPicker';
import { RunPicker } from './RunPicker';
import styles from './LabLogs.module.css';

const countFormat = new Intl.NumberFormat();

const EVER = 'ever';

const SOURCES: { id: LogChoice['source']; label: string }[] = [
  { id: 'provisioning', label: 'Provisioning' },
  { id: 'node', label: 'Node' },
  { id: 'pod', label: 'Pod' },
];

/** Chooses which log is shown, and how much of it. */
export const LogPickers = ({
  sources,
  choice,
  resolved,
  range,
  hasOnlyProvisioning,
  isRefreshing,
  onChoose,
  onRange,
  onRefresh,
}: {
  sources: LabLogSources;
  choice: LogChoice;
  resolved: ResolvedLog;
  range: LogRange;
  /** Nodes and pods cannot be asked now. */
  hasOnlyProvisioning: boolean;
  isRefreshing: boolean;
  onChoose: (choice: LogChoice) => void;
  onRange: (changes: Partial<LogRange>) => void;
  onRefresh: () => void;
}) => (
  <div role="group" aria-label="Which log" className={styles.pickers}>
    <Select
      label="Log"
      className={styles.smallPicker}
      options={SOURCES.map(source => ({
        ...source,
        disabled: hasOnlyProvisioning && source.id !== 'provisioning',
      }))}
      value={choice.source}
      onChange={source => onChoose({ source } as LogChoice)}
    />
    {choice.source === 'provisioning' && (
      <RunPicker
        runs={sources.runs}
        chosen={resolved.run}
        onChoose={onChoose}
      />
    )}
    {choice.source === 'node' && (
      <NodePicker
        nodes={sources.nodes}
        chosen={resolved.node}
        unit={choice.unit}
        onChoose={onChoose}
      />
    )}
    {choice.source === 'pod' && (
      <PodPicker
        pods={sources.pods}
        chosen={resolved}
        previous={choice.previous === true}
        onChoose={onChoose}
      />
    )}
    <Select
      label="Lines"
      className={styles.smallPicker}
      options={TAILS.map(tail => ({
        id: String(tail),
        label: `Last ${countFormat.format(tail)}`,
      }))}
      value={String(range.tail)}
      onChange={tail => onRange({ tail: Number(tail) })}
    />
    {choice.source !== 'provisioning' && (
      <Select
        label="Since"
        className={styles.smallPicker}
        options={[
          { id: EVER, label: 'The beginning' },
          ...SINCES.map(({ since, label }) => ({ id: since, label })),
        ]}
        value={range.since ?? EVER}
        onChange={since =>
          onRange({ since: since === EVER ? undefined : String(since) })
        }
      />
    )}
    <Button
      variant="secondary"
      iconStart={<RiRefreshLine />}
      isPending={isRefreshing}
      onPress={onRefresh}
    >
      Refresh
    </Button>
  </div>
);
